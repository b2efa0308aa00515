//! How answers are written: tables for people, JSON for programs.

use std::io::{self, IsTerminal, Write};

use serde_json::Value;

use crate::arguments::Output;

/// One answer on its way to standard output.
pub(crate) struct Printer {
    output: Output,
    colour: bool,
}

impl Printer {
    /// Colour goes to terminals only, and not when `NO_COLOR` is set (no-color.org).
    pub(crate) fn new(output: Output) -> Printer {
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Printer { output, colour: wanted && io::stdout().is_terminal() }
    }

    /// Whether a program reads the answers.
    pub(crate) fn is_json(&self) -> bool {
        self.output == Output::Json
    }

    /// Writes a line, or several, at once.
    pub(crate) fn line(&self, text: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        writeln!(out, "{}", self.harmless(text))?;
        out.flush()
    }

    /// Writes the answer: `json` for programs, `table` for people.
    pub(crate) fn print(&self, json: &Value, table: impl FnOnce(&Style) -> String) -> io::Result<()> {
        let text = match self.output {
            Output::Json => serde_json::to_string_pretty(json)?,
            Output::Table => table(&Style { colour: self.colour }),
        };
        let mut out = io::stdout().lock();
        match writeln!(out, "{}", self.harmless(text.trim_end_matches('\n'))) {
            // Whoever read us has seen enough, as `head` does.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            other => other,
        }
    }

    /// Says on standard error what is going on; nothing when a program listens.
    pub(crate) fn progress(&self, line: &str) {
        if self.output == Output::Table {
            eprintln!("{}", self.harmless(line));
        }
    }

    /// The text with what a terminal would act on written out: much of what is shown was said by strangers, such as
    /// their name servers. In JSON the escapes are JSON's.
    fn harmless(&self, text: &str) -> String {
        match self.output {
            Output::Json => escaped(text, |letter| format!("\\u{:04x}", u32::from(letter))),
            Output::Table => escaped(text, |letter| letter.escape_default().to_string()),
        }
    }
}

/// The codes that [`Style`] writes. They are the only ones that reach a terminal.
const CODES: [&str; 5] = ["\u{1b}[32m", "\u{1b}[31m", "\u{1b}[33m", "\u{1b}[1m", "\u{1b}[0m"];

/// Writes control characters, and those that turn the direction of text, by `escape`; but for line feeds, tabs and our
/// own colours.
pub(crate) fn escaped(text: &str, escape: impl Fn(char) -> String) -> String {
    let mut harmless = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let code = CODES.iter().find(|code| rest.starts_with(**code));
        let taken = code.map_or(letter.len_utf8(), |code| code.len());
        let turns =
            matches!(letter, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if code.is_none() && (turns || letter.is_control() && !matches!(letter, '\n' | '\t')) {
            harmless.push_str(&escape(letter));
        } else {
            harmless.push_str(&rest[..taken]);
        }
        rest = &rest[taken..];
    }
    harmless
}

/// Colours, or none.
pub(crate) struct Style {
    colour: bool,
}

impl Style {
    /// A style without colour.
    pub(crate) fn plain() -> Style {
        Style { colour: false }
    }

    pub(crate) fn good(&self, text: &str) -> String {
        self.wrap("32", text)
    }

    pub(crate) fn bad(&self, text: &str) -> String {
        self.wrap("31", text)
    }

    pub(crate) fn waiting(&self, text: &str) -> String {
        self.wrap("33", text)
    }

    pub(crate) fn strong(&self, text: &str) -> String {
        self.wrap("1", text)
    }

    fn wrap(&self, code: &str, text: &str) -> String {
        if self.colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    /// A status in its colour.
    pub(crate) fn status(&self, status: &str) -> String {
        match status {
            "ISSUED" | "SUCCESS" | "ok" => self.good(status),
            "FAILED" | "EXPIRED" | "REVOKED" | "VALIDATION_TIMED_OUT" | "failed" => self.bad(status),
            _ => self.waiting(status),
        }
    }
}

/// Rows under headings, columns as wide as their widest cell. Cells may carry colour.
pub(crate) fn table(style: &Style, headings: &[&str], rows: &[Vec<String>]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| visible(cell));
        cells.chain([headings[column].len()]).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..headings.len()).map(width).collect();
    let mut text = String::new();
    let mut line = |cells: &[String]| {
        let last = cells.len().saturating_sub(1);
        for (column, cell) in cells.iter().enumerate() {
            text.push_str(cell);
            if column < last {
                text.push_str(&" ".repeat(widths[column].saturating_sub(visible(cell)) + 2));
            }
        }
        text.push('\n');
    };
    line(&headings.iter().map(|heading| style.strong(heading)).collect::<Vec<_>>());
    for row in rows {
        line(row);
    }
    text
}

/// Names and values, one pair a line; a value of several lines stays under its first.
pub(crate) fn fields(style: &Style, pairs: &[(&str, String)]) -> String {
    let widest = pairs.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    let indent = " ".repeat(widest + 2);
    pairs.iter().fold(String::new(), |text, (name, value)| {
        let padding = " ".repeat(widest - name.len() + 2);
        text + &style.strong(name) + &padding + &value.replace('\n', &format!("\n{indent}")) + "\n"
    })
}

/// How many characters a terminal shows of `cell`.
fn visible(cell: &str) -> usize {
    let mut count = 0;
    let mut letters = cell.chars();
    while let Some(letter) = letters.next() {
        if letter == '\u{1b}' {
            letters.by_ref().find(|letter| *letter == 'm');
        } else {
            count += 1;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_also_with_colour() {
        let style = Style { colour: true };
        let rows =
            vec![vec![style.status("ISSUED"), "a".to_owned()], vec!["PENDING".to_owned(), "b".to_owned()]];
        let text = table(&style, &["Status", "X"], &rows);
        let columns: Vec<usize> = text.lines().map(|line| visible(line) - 1).collect();
        assert_eq!(columns, [9, 9, 9]);
    }

    #[test]
    fn what_strangers_said_does_not_reach_the_terminal_raw() {
        let style = Style { colour: true };
        let said = "\u{1b}]0;owned\u{7}\u{9b}2J\u{202e}txt\r";
        let shown = Printer { output: Output::Table, colour: true }
            .harmless(&format!("{}\n{said}", style.good("ok")));
        assert_eq!(shown, "\u{1b}[32mok\u{1b}[0m\n\\u{1b}]0;owned\\u{7}\\u{9b}2J\\u{202e}txt\\r");
        let json = serde_json::to_string(&serde_json::json!(said)).expect("text");
        let written = Printer { output: Output::Json, colour: false }.harmless(&json);
        assert!(written.is_ascii(), "{written}");
        assert_eq!(serde_json::from_str::<String>(&written).expect("still JSON"), said);
    }

    #[test]
    fn plain_output_has_no_escape_codes() {
        assert!(!fields(&Style::plain(), &[("a", "b\nc".to_owned())]).contains('\u{1b}'));
    }
}
