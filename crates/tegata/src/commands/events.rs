//! `tegata events …`

use std::process::ExitCode;

use anyhow::{Context, Result};
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
    loop {
        for event in &part.events {
            let line = if printer.is_json() { event.to_string() } else { cells(event).join("  ") };
            printer.line(&line)?;
        }
        let more = json!({ "FromPosition": part.next, "MaxItems": STEP, "WaitSeconds": WAIT_SECONDS });
        part = tokio::select! {
            more = self::part(client, &more) => more?,
            _ = interrupt.recv() => return Ok(ExitCode::SUCCESS),
            _ = terminate.recv() => return Ok(ExitCode::SUCCESS),
        };
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
        let event: Value =
            serde_json::from_str(text(logged, "/Event")).context("an event that is no JSON")?;
        Ok(json!({ "Position": logged["Position"], "Event": event }))
    });
    Ok(Part { events: events.collect::<Result<_>>()?, next: answer["NextPosition"].clone() })
}

fn listed(events: &[Value], style: &Style) -> String {
    if events.is_empty() {
        return "There are no events.".to_owned();
    }
    let rows: Vec<Vec<String>> = events.iter().map(cells).collect();
    table(style, &["Time", "Position", "What", "About", "Of"], &rows)
}

fn cells(event: &Value) -> Vec<String> {
    vec![
        text(event, "/Event/time").to_owned(),
        event["Position"].to_string(),
        text(event, "/Event/detail-type").to_owned(),
        text(event, "/Event/detail/CommonName").to_owned(),
        text(event, "/Event/resources/0").to_owned(),
    ]
}
