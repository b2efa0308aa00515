//! The log: lines on standard error, for people or for programs.
//!
//! Some fields hold what strangers wrote. Their control characters are escaped, so that none of them ends a line, and
//! none reaches a terminal as a command.

use std::io::{self, IsTerminal};
use std::sync::OnceLock;

use anyhow::{Context, Result, anyhow, bail};
use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use tracing_subscriber::field::MakeExt;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::format::debug_fn;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, Registry, reload};

use self::harmless::{Escaping, write_field};

mod harmless;

/// Says what the commands log; of an instance it is the variable of the setting `log`.
const VARIABLE: &str = "TEGATA_LOG";
/// What `tegata up` logs by default: its start and stop, what happens to certificates, and the audit log.
pub(crate) const OF_INSTANCES: &str = "warn,tegata=info";
/// What the other commands log by default. What happens in the private instance of a tour is shown by the tour.
pub(crate) const OF_COMMANDS: &str = "warn";

/// How lines are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum LogFormat {
    /// Text on a terminal, JSON elsewhere.
    #[default]
    Auto,
    /// Lines for people.
    Text,
    /// An object a line, for programs.
    Json,
}

static FILTER: OnceLock<reload::Handle<EnvFilter, Registry>> = OnceLock::new();

/// Logs from now on what `filter` says, as in `info,tegata_effects=debug`. The audit log is the target `tegata::audit`, what
/// happens is `tegata::events`. Colours are for terminals, and for those only without `NO_COLOR` (no-color.org).
///
/// # Errors
/// When the filter cannot be read.
pub(crate) fn start(filter: &str, format: LogFormat) -> Result<()> {
    let (filter, handle) = reload::Layer::new(read_filter(filter)?);
    let is_terminal = io::stderr().is_terminal();
    let is_json = match format {
        LogFormat::Auto => !is_terminal,
        LogFormat::Text => false,
        LogFormat::Json => true,
    };
    // Of a failure to write would be told on standard error, and a task that cannot write there panics: with the log on a
    // full disk no task would go on.
    let lines = tracing_subscriber::fmt::layer().log_internal_errors(false).with_writer(Escaping::stderr);
    let lines = if is_json {
        lines.json().flatten_event(true).with_current_span(false).with_span_list(false).boxed()
    } else {
        let colours = is_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        lines.with_ansi(colours).fmt_fields(debug_fn(write_field).delimited(" ")).boxed()
    };
    tracing_subscriber::registry()
        .with(filter)
        .with(lines)
        .try_init()
        .context("the log was started before")?;
    let _ = FILTER.set(handle);
    Ok(())
}

/// Logs what `filter` says from now on.
///
/// # Errors
/// When the filter cannot be read; then the log goes on as it was.
pub(crate) fn reload(filter: &str) -> Result<()> {
    let filter = read_filter(filter)?;
    let handle = FILTER.get().context("the log was not started")?;
    handle.reload(filter).context("the log's filter cannot be replaced")
}

/// What the commands log that only ask an instance.
pub(crate) fn of_commands() -> String {
    let said = std::env::var(VARIABLE).ok().filter(|text| !text.trim().is_empty());
    said.unwrap_or_else(|| OF_COMMANDS.to_owned())
}

/// A filter whose every part is a level, `PART=LEVEL`, or a part of this program. The library would take a misspelt level
/// for the name of a part that is never there, and log nothing.
///
/// # Errors
/// What is wrong with it, for who typed it.
pub(crate) fn read_filter(text: &str) -> Result<EnvFilter> {
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let is_level = part.parse::<LevelFilter>().is_ok();
        if !is_level && !part.starts_with("tegata") && !part.contains('=') {
            bail!(
                "`{part}` is not a log level. Levels: off, error, warn, info, debug and trace; for one part \
                 of the program write PART=LEVEL, as in tegata_dns=debug"
            );
        }
    }
    EnvFilter::builder().parse(text).map_err(|error| {
        anyhow!("it is not a log filter: {error}; write LEVEL or PART=LEVEL, as in info,tegata_dns=debug")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_that_would_log_nothing_is_refused_with_words() {
        for good in
            ["info", "warn,tegata=info", "info,hyper=debug", "tegata_dns", "off", "INFO,tegata::audit=off"]
        {
            read_filter(good).unwrap_or_else(|error| panic!("{good}: {error}"));
        }
        for (bad, reason) in [
            ("inof", "`inof` is not a log level"),
            ("tegata=nonsense", "not a log filter"),
            ("warn,dbug", "`dbug`"),
        ] {
            let refused = read_filter(bad).expect_err(bad).to_string();
            assert!(refused.contains(reason), "{bad}: {refused}");
        }
    }
}
