//! What the tour did, step by step.

use std::time::Duration;

use anyhow::Result;
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::output::{Printer, Style};

/// The steps so far.
pub(crate) struct Report {
    steps: Vec<Step>,
    /// Requests that were made over TLS, and those that failed.
    pub(crate) requests: u64,
    pub(crate) failed_requests: u64,
}

/// What to do after the tour.
const NOW_TRY: &str = "Now try:
  tegata up                                         your own instance
  tegata zone create demo.test                      in another terminal: a zone
  tegata certificate request www.demo.test --wait   and a certificate";

/// How wide the lines of a step are: as wide as every terminal.
const COLUMNS: usize = 80;
/// What stands before the lines that say what was checked.
const INDENT: &str = "    ";

impl Step {
    /// The step in lines of at most [`COLUMNS`], but for words that are longer.
    fn text(&self, style: &Style) -> String {
        let (mark, told) = match &self.told {
            Ok(told) => (style.good("✓"), told),
            Err(why) => (style.bad("✗"), why),
        };
        let head = format!("{mark} {} ({} ms)", style.strong(self.name), self.took.as_millis());
        let mut lines = vec![head];
        let mut line = String::new();
        for word in told.split_whitespace() {
            if !line.is_empty() && INDENT.len() + line.chars().count() + 1 + word.chars().count() > COLUMNS {
                lines.push(format!("{INDENT}{line}"));
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(format!("{INDENT}{line}"));
        lines.join("\n")
    }
}

struct Step {
    name: &'static str,
    /// What was checked and how; or what went wrong.
    told: Result<String, String>,
    took: Duration,
    requests: u64,
    failed_requests: u64,
}

impl Report {
    pub(crate) fn new() -> Report {
        Report { steps: Vec::new(), requests: 0, failed_requests: 0 }
    }

    /// Does a step, which gives what the next ones need and says what it checked. `None` when it failed.
    pub(crate) async fn step<T>(
        &mut self,
        printer: &Printer,
        name: &'static str,
        doing: impl Future<Output = Result<(T, String)>>,
    ) -> Option<T> {
        self.counted(printer, name, async {
            doing.await.map(|(value, told)| (value, told, Requests::default()))
        })
        .await
    }

    /// Does a step that makes requests.
    pub(crate) async fn counted<T>(
        &mut self,
        printer: &Printer,
        name: &'static str,
        doing: impl Future<Output = Result<(T, String, Requests)>>,
    ) -> Option<T> {
        let begun = Instant::now();
        let done = doing.await;
        let took = begun.elapsed();
        let (value, told, requests) = match done {
            Ok((value, told, requests)) => (Some(value), Ok(told), requests),
            Err(error) => (None, Err(format!("{error:#}")), Requests::default()),
        };
        self.requests += requests.made;
        self.failed_requests += requests.failed;
        let step = Step { name, told, took, requests: requests.made, failed_requests: requests.failed };
        if !printer.is_json() {
            // Who closed the pipe has seen enough; the tour ends as it would.
            let _ = printer.try_line(&step.text(printer.style()));
        }
        self.steps.push(step);
        value
    }

    /// Whether everything went well.
    pub(crate) fn is_good(&self) -> bool {
        self.failed_requests == 0 && self.steps.iter().all(|step| step.told.is_ok())
    }

    /// Ends the tour: what it came to, and what to try next. The steps were said as they were done.
    pub(crate) fn print(&self, printer: &Printer) -> Result<()> {
        let steps: Vec<Value> = self
            .steps
            .iter()
            .map(|step| {
                json!({
                    "Step": step.name,
                    "Ok": step.told.is_ok(),
                    "Checked": step.told.as_ref().unwrap_or_else(|why| why),
                    "Milliseconds": step.took.as_millis() as u64,
                    "Requests": step.requests,
                    "FailedRequests": step.failed_requests,
                })
            })
            .collect();
        let json = json!({
            "Steps": steps,
            "Requests": self.requests,
            "FailedRequests": self.failed_requests,
            "Ok": self.is_good(),
        });
        printer.print(&json, |style| {
            let ending = format!("\n{} requests over TLS, {} failed.", self.requests, self.failed_requests);
            let ending = if self.is_good() { style.good(&ending) } else { style.bad(&ending) };
            format!("{ending}\n\n{NOW_TRY}")
        })?;
        Ok(())
    }
}

/// Requests made over TLS.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Requests {
    pub(crate) made: u64,
    pub(crate) failed: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_fits_eighty_columns() {
        let told =
            "asked 127.0.0.1:5354 by UDP: _x.www.tour.example. CNAME _y.acm-validations.aws. ".repeat(4);
        let took = Duration::from_millis(7);
        let step = Step {
            name: "Its validation record is served",
            told: Ok(told),
            took,
            requests: 0,
            failed_requests: 0,
        };
        let text = step.text(&Style::plain());
        assert!(text.lines().all(|line| line.chars().count() <= COLUMNS), "{text}");
        assert!(text.starts_with("✓ Its validation record is served (7 ms)\n    asked "), "{text}");
    }
}
