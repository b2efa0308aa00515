//! Escaping what a terminal would act on.

use std::fmt::{self, Write as _};
use std::io::{self, Stderr, Write};

use tracing::field::Field;
use tracing_subscriber::fmt::format::Writer;

/// A field as text has it: the message as it is, everything else as `name=value`.
pub(super) fn write_field(writer: &mut Writer<'_>, field: &Field, value: &dyn fmt::Debug) -> fmt::Result {
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

/// Writes lines, in which JSON leaves the control characters above ASCII as they are (RFC 8259 §7), and some terminals
/// act on them.
pub(super) struct Escaping<W>(W);

impl Escaping<Stderr> {
    pub(super) fn stderr() -> Escaping<Stderr> {
        Escaping(io::stderr())
    }
}

impl<W: Write> Write for Escaping<W> {
    /// A line comes whole, and no character is cut in two.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let is_control = |letter: char| letter == '\u{7f}' || ('\u{80}'..='\u{9f}').contains(&letter);
        match std::str::from_utf8(line) {
            Ok(text) if text.contains(is_control) => {
                let mut escaped = String::with_capacity(line.len() + 32);
                for letter in text.chars() {
                    match is_control(letter) {
                        true => write!(escaped, "\\u{:04x}", u32::from(letter)).map_err(io::Error::other)?,
                        false => escaped.push(letter),
                    }
                }
                self.0.write_all(escaped.as_bytes())?;
            }
            _ => self.0.write_all(line)?,
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
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
        let mut lines = Vec::new();
        Escaping(&mut lines).write_all("{\"a\":\"\u{9b}2J\u{7f} é\"}\n".as_bytes()).expect("memory");
        assert_eq!(String::from_utf8(lines).expect("text"), "{\"a\":\"\\u009b2J\\u007f é\"}\n");
    }
}
