//! What the tour did, step by step.

use std::time::Duration;

use anyhow::Result;
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::output::{Printer, table};

/// The steps so far.
pub(crate) struct Report {
    steps: Vec<Step>,
    /// Requests that were made over TLS, and those that failed.
    pub(crate) requests: u64,
    pub(crate) failed_requests: u64,
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
        printer.progress(&format!("… {name}"));
        let begun = Instant::now();
        let done = doing.await;
        let took = begun.elapsed();
        let (value, told, requests) = match done {
            Ok((value, told, requests)) => (Some(value), Ok(told), requests),
            Err(error) => (None, Err(format!("{error:#}")), Requests::default()),
        };
        let shown = told.as_ref().unwrap_or_else(|why| why);
        printer.progress(&format!("{} {name}: {shown}", if told.is_ok() { "✓" } else { "✗" }));
        self.requests += requests.made;
        self.failed_requests += requests.failed;
        self.steps.push(Step { name, told, took, requests: requests.made, failed_requests: requests.failed });
        value
    }

    /// Whether everything went well.
    pub(crate) fn is_good(&self) -> bool {
        self.failed_requests == 0 && self.steps.iter().all(|step| step.told.is_ok())
    }

    /// Ends the tour with a table.
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
            let rows: Vec<Vec<String>> = self
                .steps
                .iter()
                .map(|step| {
                    let (word, told) = match &step.told {
                        Ok(told) => ("ok", told),
                        Err(why) => ("failed", why),
                    };
                    vec![
                        style.status(word),
                        step.name.to_owned(),
                        format!("{} ms", step.took.as_millis()),
                        format!("{}/{}", step.requests, step.failed_requests),
                        told.clone(),
                    ]
                })
                .collect();
            let ending = format!("\n{} requests over TLS, {} failed.", self.requests, self.failed_requests);
            table(style, &["", "Step", "Time", "Requests/failed", "Checked"], &rows) + &ending
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
