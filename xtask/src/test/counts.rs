//! How many tests passed and failed, read from what the runners print.

use std::fmt;
use std::io::{BufRead, BufReader};
use std::ops::AddAssign;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

/// A count of tests.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct TestCounts {
    pub(super) passed: u64,
    pub(super) failed: u64,
}

impl TestCounts {
    /// One failure: for a part that could not even begin.
    pub(super) fn failure() -> TestCounts {
        TestCounts { passed: 0, failed: 1 }
    }
}

impl AddAssign for TestCounts {
    fn add_assign(&mut self, other: TestCounts) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for TestCounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// A command that is one test by itself: passed when it exits with 0.
pub(super) fn of_status(command: &mut Command) -> Result<TestCounts> {
    let status = command.status().with_context(|| format!("{command:?} could not be run"))?;
    Ok(if status.success() { TestCounts { passed: 1, failed: 0 } } else { TestCounts::failure() })
}

/// `cargo test`: the sum of its `test result:` lines, and a failure when it exits otherwise without one.
pub(super) fn of_cargo_test(command: &mut Command) -> Result<TestCounts> {
    of_lines(command, cargo_test_line)
}

/// `pytest -q`: its closing line.
pub(super) fn of_pytest(command: &mut Command) -> Result<TestCounts> {
    of_lines(command, pytest_line)
}

fn of_lines(command: &mut Command, read: fn(&str) -> Option<TestCounts>) -> Result<TestCounts> {
    let mut child =
        command.stdout(Stdio::piped()).spawn().with_context(|| format!("{command:?} could not be run"))?;
    let output = child.stdout.take().context("standard output was asked for")?;
    let mut total = TestCounts::default();
    for line in BufReader::new(output).lines() {
        let line = line?;
        eprintln!("{line}");
        if let Some(counts) = read(&line) {
            total += counts;
        }
    }
    if !child.wait()?.success() && total.failed == 0 {
        total.failed += 1;
    }
    Ok(total)
}

fn cargo_test_line(line: &str) -> Option<TestCounts> {
    let counts = line.strip_prefix("test result: ")?;
    Some(TestCounts { passed: count_before(counts, " passed")?, failed: count_before(counts, " failed")? })
}

fn pytest_line(line: &str) -> Option<TestCounts> {
    let (_, seconds) = line.rsplit_once(" in ")?;
    if !seconds.trim_end_matches([' ', '=']).contains('s') {
        return None;
    }
    let count = |word| count_before(line, word).unwrap_or(0);
    let counts = TestCounts { passed: count(" passed"), failed: count(" failed") + count(" error") };
    (counts != TestCounts::default()).then_some(counts)
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
        assert_eq!(cargo_test_line(line), Some(TestCounts { passed: 10, failed: 2 }));
        assert_eq!(cargo_test_line("running 3 tests"), None);
    }

    #[test]
    fn the_closing_line_of_pytest_is_read() {
        assert_eq!(pytest_line("1 failed, 12 passed in 3.21s"), Some(TestCounts { passed: 12, failed: 1 }));
        assert_eq!(
            pytest_line("2 passed, 1 error in 62.00s (0:01:02)"),
            Some(TestCounts { passed: 2, failed: 1 })
        );
        assert_eq!(pytest_line("test_path.py ....... [100%]"), None);
    }
}
