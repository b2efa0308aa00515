//! How answers are written: tables for people, JSON for programs.

mod table;
mod waiting;

use std::io::{self, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};
use serde_json::Value;

use crate::arguments::Output;

pub(crate) use table::{fields, table};
pub(crate) use waiting::Waiting;

/// How wide a terminal is that does not say.
const USUAL_WIDTH: usize = 80;

/// One answer on its way to standard output.
pub(crate) struct Printer {
    output: Output,
    style: Style,
}

/// How many columns the terminal behind standard output has; `None` when something else reads it.
fn width_of_the_terminal() -> Option<usize> {
    if !io::stdout().is_terminal() {
        return None;
    }
    let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let seen = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    Some(said.or_else(seen).filter(|width| *width > 0).unwrap_or(USUAL_WIDTH))
}

/// Whether the terminal says that it has no colour, and no variable forces it. `anstream` takes the variable `CI` for a
/// reason to colour a dumb terminal all the same.
fn terminal_is_dumb() -> bool {
    let forced = std::env::var_os("CLICOLOR_FORCE").is_some_and(|force| !force.is_empty() && force != "0");
    !forced && std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}

impl Printer {
    /// `wide` keeps tables from being cut to a terminal's width. Colour goes to terminals that know it, as `NO_COLOR`,
    /// `CLICOLOR`, `CLICOLOR_FORCE` and `TERM` say (no-color.org, bixense.com/clicolors).
    pub(crate) fn new(output: Output, wide: bool) -> Printer {
        let colour = AutoStream::choice(&io::stdout()) != ColorChoice::Never && !terminal_is_dumb();
        let width = if wide { None } else { width_of_the_terminal() };
        Printer { output, style: Style { colour, width } }
    }

    /// How what is written is coloured.
    pub(crate) fn style(&self) -> &Style {
        &self.style
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

    /// Writes a line at once; says whether somebody still reads.
    pub(crate) fn try_line(&self, text: &str) -> io::Result<bool> {
        match self.line(text) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Writes the answer: `json` for programs, `table` for people.
    pub(crate) fn print(&self, json: &Value, table: impl FnOnce(&Style) -> String) -> io::Result<()> {
        let text = match self.output {
            Output::Json => serde_json::to_string_pretty(json)?,
            Output::Table => table(&self.style),
        };
        let mut out = io::stdout().lock();
        match writeln!(out, "{}", self.harmless(text.trim_end_matches('\n'))) {
            // The reader has seen enough, as `head` does.
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

    /// Shows on a terminal that something is waited for; nothing when a program listens.
    pub(crate) fn waiting(&self) -> Waiting {
        Waiting::new(self.output == Output::Table)
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

/// How many characters of an identifier are shown where lines are cut.
const SHORT_ID: usize = 8;

/// What tells an identifier apart from others: its end. The beginning of a UUID is the time, which things that were made
/// together share (RFC 9562 §5.7).
pub(crate) fn short_id(id: &str) -> &str {
    let start = id.len().saturating_sub(SHORT_ID);
    id.get(start..).unwrap_or(id)
}

/// Colours, or none, and how much fits on a line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Style {
    colour: bool,
    /// How many columns a line may have; `None` when it may have any.
    width: Option<usize>,
}

impl Style {
    /// A style without colour.
    pub(crate) fn plain() -> Style {
        Style { colour: false, width: None }
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

    /// A style for a terminal of this many columns, without colour.
    #[cfg(test)]
    pub(crate) fn cut_to(width: usize) -> Style {
        Style { colour: false, width: Some(width) }
    }

    /// How many columns a line may have; `None` when it may have any.
    pub(crate) fn width(&self) -> Option<usize> {
        self.width
    }

    /// An ARN, or the end of its identifier where lines are cut. Commands take that too.
    pub(crate) fn arn(&self, arn: &str) -> String {
        match (self.width, arn.rsplit_once('/')) {
            (Some(_), Some((_, id))) => self.id(id),
            _ => arn.to_owned(),
        }
    }

    /// An identifier, or its end where lines are cut.
    pub(crate) fn id(&self, id: &str) -> String {
        if self.width.is_some() { short_id(id).to_owned() } else { id.to_owned() }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_strangers_said_does_not_reach_the_terminal_raw() {
        let style = Style { colour: true, width: None };
        let said = "\u{1b}]0;owned\u{7}\u{9b}2J\u{202e}txt\r";
        let shown =
            Printer { output: Output::Table, style }.harmless(&format!("{}\n{said}", style.good("ok")));
        assert_eq!(shown, "\u{1b}[32mok\u{1b}[0m\n\\u{1b}]0;owned\\u{7}\\u{9b}2J\\u{202e}txt\\r");
        let json = serde_json::to_string(&serde_json::json!(said)).expect("text");
        let written = Printer { output: Output::Json, style }.harmless(&json);
        assert!(written.is_ascii(), "{written}");
        assert_eq!(serde_json::from_str::<String>(&written).expect("still JSON"), said);
    }

    #[test]
    fn arns_are_short_where_lines_are_cut() {
        let arn = "arn:aws:acm:us-east-1:123456789012:certificate/12345678-aaaa-bbbb-cccc-1234567890ab";
        assert_eq!(Style { colour: false, width: Some(80) }.arn(arn), "567890ab");
        assert_eq!(Style::plain().arn(arn), arn);
    }

    #[test]
    fn plain_output_has_no_escape_codes() {
        assert!(!fields(&Style::plain(), &[("a", "b\nc".to_owned())]).contains('\u{1b}'));
    }
}
