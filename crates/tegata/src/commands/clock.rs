//! `tegata clock …`

use std::io::{BufRead as _, IsTerminal as _};
use std::process::ExitCode;

use anyhow::{Result, bail};
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::moment;
use crate::arguments::Clock;
use crate::client::Client;
use crate::output::Printer;

pub(crate) async fn run(client: &Client, command: Clock, printer: &Printer) -> Result<ExitCode> {
    let answer = match command {
        Clock::Acknowledge => client.call("tegata", "AcknowledgeClock", &json!({})).await?,
        Clock::Show => client.call("tegata", "DescribeClock", &json!({})).await?,
        Clock::Advance { by, yes } => {
            if !yes && !confirm(by)? {
                return Ok(ExitCode::FAILURE);
            }
            client.call("tegata", "AdvanceClock", &json!({ "Seconds": by.as_secs() })).await?
        }
    };
    printer.print(&answer, |_| {
        let ahead = answer.get("OffsetSeconds").and_then(Value::as_i64).unwrap_or_default();
        let days = ahead / 86_400;
        let shown =
            format!("{}  ({days} days and {} seconds ahead)", moment(&answer, "/Now"), ahead % 86_400);
        match answer.get("Doubt").and_then(Value::as_str) {
            Some(doubt) => format!("{shown}\nNot trusted: {doubt}"),
            None => shown,
        }
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Says what moving the clock does, and asks. Off a terminal there is no one to ask.
fn confirm(by: SignedDuration) -> Result<bool> {
    let span = format!("{by:#}");
    let what = format!(
        "Moving the clock by {span} cannot be undone. Certificates that are renewed afterwards start in the \
         future, so other clients refuse them. Pending requests time out, failing webhooks are disabled, \
         and certificates that end by then expire. To try it on a copy, use `tegata rehearse {span}`."
    );
    if !std::io::stdin().is_terminal() {
        bail!("{what} To move it anyway, give --yes");
    }
    eprint!("{what}\nMove it? [y/N] ");
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}
