//! `tegata events …`

use std::process::ExitCode;

use anyhow::{Context, Result};
use rustix::event::{PollFd, PollFlags, poll};
use serde_json::{Value, json};
use tokio::signal::unix::{SignalKind, signal};

use super::{items, text};
use crate::arguments::Events;
use crate::client::Client;
use crate::output::{Printer, Style, table};

/// For how long one call waits for events; then it is called again.
const WAIT_SECONDS: u64 = 20;
/// How many events one call brings at most.
const STEP: u64 = 1000;

pub(crate) async fn run(client: &Client, command: Events, printer: &Printer) -> Result<ExitCode> {
    let Events::Tail { follow, from, last } = command;
    let first = match from {
        Some(position) => json!({ "FromPosition": position, "MaxItems": STEP }),
        None => json!({ "Last": last, "MaxItems": STEP }),
    };
    // Before anything is read, so that no stop is missed.
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let mut part = part(client, &first).await?;
    if !follow {
        let shown = json!({ "Events": part.events, "NextPosition": part.next });
        printer.print(&shown, |style| listed(&part.events, style))?;
        return Ok(ExitCode::SUCCESS);
    }
    let closed = output_closed();
    tokio::pin!(closed);
    loop {
        for event in &part.events {
            let line = if printer.is_json() { event.to_string() } else { aligned(&cells(event)) };
            if !printer.try_line(&line)? {
                return Ok(ExitCode::SUCCESS);
            }
        }
        let more = json!({ "FromPosition": part.next, "MaxItems": STEP, "WaitSeconds": WAIT_SECONDS });
        part = tokio::select! {
            more = self::part(client, &more) => more?,
            () = &mut closed => return Ok(ExitCode::SUCCESS),
            _ = interrupt.recv() => return Ok(ExitCode::SUCCESS),
            _ = terminate.recv() => return Ok(ExitCode::SUCCESS),
        };
    }
}

/// Resolves once standard output is no longer read, as after `head` has seen enough; never for what is no pipe.
async fn output_closed() {
    let waited = tokio::task::spawn_blocking(|| {
        let output = std::io::stdout();
        // Nothing is asked for: that the other end is closed is told all the same (poll(2)).
        poll(&mut [PollFd::new(&output, PollFlags::empty())], None)
    });
    if !matches!(waited.await, Ok(Ok(_))) {
        std::future::pending::<()>().await;
    }
}

/// Events as they are shown, each with its position, and where to go on.
struct Part {
    events: Vec<Value>,
    next: Value,
}

async fn part(client: &Client, input: &Value) -> Result<Part> {
    let answer = client.call("tegata", "ListEvents", input).await?;
    let events = items(&answer, "/Events").map(|logged| {
        let event: Value = serde_json::from_str(text(logged, "/Event")).context("an event is not JSON")?;
        Ok(json!({ "Position": logged["Position"], "Event": event }))
    });
    Ok(Part { events: events.collect::<Result<_>>()?, next: answer["NextPosition"].clone() })
}

fn listed(events: &[Value], style: &Style) -> String {
    if events.is_empty() {
        return "There are no events.".to_owned();
    }
    let shorter = |event: &Value| {
        let mut cells = cells(event);
        if let Some(of) = cells.last_mut() {
            *of = style.arn(of);
        }
        // The year and the zone are the same for all, mostly: month, day and time are left.
        if let (Some(_), Some(time)) = (style.width(), cells.first_mut()) {
            *time = time.get(5..19).unwrap_or(time).replace('T', " ");
        }
        cells
    };
    let rows: Vec<Vec<String>> = events.iter().map(shorter).collect();
    table(style, &HEADINGS, &rows)
}

const HEADINGS: [&str; 5] = ["Time", "Position", "What", "About", "Of"];
/// How wide columns are where rows come one by one; a longer cell moves the rest of its line alone.
const WIDTHS: [usize; 4] = [20, 8, 36, 28];

/// Cells in columns that do not depend on the rows to come.
fn aligned(cells: &[String]) -> String {
    let mut line = String::new();
    for (at, cell) in cells.iter().enumerate() {
        let width = WIDTHS.get(at).copied().unwrap_or_default();
        let cell = if cell.is_empty() { "-" } else { cell };
        line.push_str(&format!("{cell:width$}  "));
    }
    line.trim_end().to_owned()
}

fn cells(event: &Value) -> Vec<String> {
    vec![
        text(event, "/Event/time").to_owned(),
        event["Position"].to_string(),
        text(event, "/Event/detail-type").to_owned(),
        about(&event["Event"]["detail"]),
        text(event, "/Event/resources/0").to_owned(),
    ]
}

/// What an event is about, in the words of people: a name, or where a listener is.
fn about(detail: &Value) -> String {
    for name in ["/CommonName", "/Name", "/name", "/Principal", "/Url", "/Stage"] {
        if !text(detail, name).is_empty() {
            return text(detail, name).to_owned();
        }
    }
    let names: Vec<&str> = items(detail, "/Names").filter_map(Value::as_str).collect();
    if let [first, others @ ..] = &names[..] {
        let more = if others.is_empty() { String::new() } else { format!(" and {} more", others.len()) };
        return format!("{first}{more}");
    }
    match (text(detail, "/Address"), detail.get("Port").and_then(Value::as_i64)) {
        ("", _) | (_, None) => String::new(),
        (address, Some(port)) => format!("{address}:{port}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_says_what_it_is_about() {
        for (detail, told) in [
            (json!({ "CommonName": "a.example" }), "a.example"),
            (json!({ "Names": ["a.example", "b.example", "c.example"] }), "a.example and 2 more"),
            (json!({ "Address": "127.0.0.1", "Port": 8443 }), "127.0.0.1:8443"),
            (json!({}), ""),
        ] {
            assert_eq!(about(&detail), told);
        }
    }

    #[test]
    fn rows_that_come_one_by_one_line_up() {
        let row = |what: &str, about: &str| {
            let event = json!({ "Position": 7, "Event": { "time": "2026-11-23T10:00:00Z", "detail-type": what,
                "resources": ["arn"], "detail": { "CommonName": about } } });
            aligned(&cells(&event))
        };
        let (one, other) = (row("certificate.requested", "a.example"), row("clock.advanced", ""));
        assert_eq!(one.find("arn"), other.find("arn"), "{one}\n{other}");
        assert!(other.contains("  -  "), "{other}");
    }
}
