//! How many tests passed and failed, read from what the runners print.

use std::fmt;
use std::io::{BufRead, BufReader};
use std::ops::AddAssign;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

/// A count of tests.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) passed: u64,
    pub(super) failed: u64,
}

impl Tally {
    /// One failure: for a part that could not even begin.
    pub(super) fn failure() -> Tally {
        Tally { passed: 0, failed: 1 }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// A command that is one test by itself: passed when it exits with 0.
pub(super) fn of_status(command: &mut Command) -> Result<Tally> {
    let status = command.status().with_context(|| format!("{command:?} could not be run"))?;
    Ok(if status.success() { Tally { passed: 1, failed: 0 } } else { Tally::failure() })
}

/// `cargo test`: the sum of its `test result:` lines, and a failure when it exits otherwise without one.
pub(super) fn of_cargo_test(command: &mut Command) -> Result<Tally> {
    of_lines(command, cargo_test_line)
}

/// `pytest -q`: its closing line.
pub(super) fn of_pytest(command: &mut Command) -> Result<Tally> {
    of_lines(command, pytest_line)
}

fn of_lines(command: &mut Command, read: fn(&str) -> Option<Tally>) -> Result<Tally> {
    let mut child =
        command.stdout(Stdio::piped()).spawn().with_context(|| format!("{command:?} could not be run"))?;
    let output = child.stdout.take().context("standard output was asked for")?;
    let mut total = Tally::default();
    for line in BufReader::new(output).lines() {
        let line = line?;
        eprintln!("{line}");
        if let Some(tally) = read(&line) {
            total += tally;
        }
    }
    if !child.wait()?.success() && total.failed == 0 {
        total.failed += 1;
    }
    Ok(total)
}

fn cargo_test_line(line: &str) -> Option<Tally> {
    let counts = line.strip_prefix("test result: ")?;
    Some(Tally { passed: count_before(counts, " passed")?, failed: count_before(counts, " failed")? })
}

fn pytest_line(line: &str) -> Option<Tally> {
    let (_, seconds) = line.rsplit_once(" in ")?;
    if !seconds.trim_end_matches([' ', '=']).contains('s') {
        return None;
    }
    let count = |word| count_before(line, word).unwrap_or(0);
    let tally = Tally { passed: count(" passed"), failed: count(" failed") + count(" error") };
    (tally != Tally::default()).then_some(tally)
}

/// The number that stands right before `word`.
fn count_before(line: &str, word: &str) -> Option<u64> {
    let before = &line[..line.find(word)?];
    let digits = before.rsplit(|letter: char| !letter.is_ascii_digit()).next()?;
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_cargo_test_are_read() {
        let line = "test result: FAILED. 10 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out";
        assert_eq!(cargo_test_line(line), Some(Tally { passed: 10, failed: 2 }));
        assert_eq!(cargo_test_line("running 3 tests"), None);
    }

    #[test]
    fn the_closing_line_of_pytest_is_read() {
        assert_eq!(pytest_line("1 failed, 12 passed in 3.21s"), Some(Tally { passed: 12, failed: 1 }));
        assert_eq!(
            pytest_line("2 passed, 1 error in 62.00s (0:01:02)"),
            Some(Tally { passed: 2, failed: 1 })
        );
        assert_eq!(pytest_line("test_path.py ....... [100%]"), None);
    }
}
