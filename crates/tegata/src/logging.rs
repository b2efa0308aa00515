//! The log: lines on standard error.
//!
//! Some fields hold what strangers wrote. Their control characters are escaped, so that none of them ends a line, and
//! none reaches a terminal as a command.

use std::fmt::{self, Write as _};
use std::io::{self, IsTerminal};

use tracing::field::Field;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::field::MakeExt;
use tracing_subscriber::fmt::format::{Writer, debug_fn};

/// Logs from now on. `TEGATA_LOG` says what, as in `info,tegata_effects=debug`. The audit log is the target
/// `tegata::audit`. Colours are for terminals, and for those only without `NO_COLOR` (no-color.org).
pub(crate) fn start(default: &str) {
    let filter = EnvFilter::try_from_env("TEGATA_LOG").unwrap_or_else(|_| EnvFilter::new(default));
    let colours =
        io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(colours)
        // It would be told to standard error, and a task that cannot write there panics: with the log on a full disk
        // no task would go on.
        .log_internal_errors(false)
        .fmt_fields(debug_fn(write_field).delimited(" "))
        .with_writer(io::stderr)
        .init();
}

/// A field as the log writes it: the message as it is, everything else as `name=value`.
fn write_field(writer: &mut Writer<'_>, field: &Field, value: &dyn fmt::Debug) -> fmt::Result {
    if field.name() != "message" {
        write!(writer, "{}=", field.name())?;
    }
    write!(Escaped(writer), "{value:?}")
}

/// Escapes control characters on their way.
struct Escaped<'a, 'w>(&'a mut Writer<'w>);

impl fmt::Write for Escaped<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for piece in text.split_inclusive(char::is_control) {
            match piece.char_indices().next_back().filter(|(_, last)| last.is_control()) {
                Some((at, control)) => {
                    self.0.write_str(&piece[..at])?;
                    write!(self.0, "{}", control.escape_default())?;
                }
                None => self.0.write_str(piece)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_strangers_wrote_neither_ends_a_line_nor_commands_a_terminal() {
        let mut text = String::new();
        write!(Escaped(&mut Writer::new(&mut text)), "a\u{1b}[2Jb\n\u{7}\u{9b}c é").expect("memory");
        assert_eq!(text, r"a\u{1b}[2Jb\n\u{7}\u{9b}c é");
    }
}
