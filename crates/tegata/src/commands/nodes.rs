//! `tegata nodes`

use std::process::ExitCode;

use anyhow::Result;
use serde_json::{Value, json};

use super::{items, moment, text};
use crate::client::Client;
use crate::output::{Printer, Style, table};

pub(crate) async fn run(client: &Client, printer: &Printer) -> Result<ExitCode> {
    let answer = client.call("tegata", "ListNodes", &json!({})).await?;
    printer.print(&answer, |style| listed(&answer, style))?;
    Ok(ExitCode::SUCCESS)
}

fn listed(answer: &Value, style: &Style) -> String {
    let newest = answer["Revision"].as_i64().unwrap_or_default();
    let row = |node: &Value| {
        let state = text(node, "/State");
        vec![
            style.id(text(node, "/NodeId")),
            text(node, "/Name").to_owned(),
            if state == "live" { style.good(state) } else { style.bad(state) },
            text(node, "/Version").to_owned(),
            moment(node, "/StartedAt"),
            moment(node, "/SeenAt"),
            up_to(&node["ZonesRevision"], newest),
            up_to(&node["EdgeRevision"], newest),
        ]
    };
    let rows: Vec<Vec<String>> = items(answer, "/Nodes").map(row).collect();
    let columns = ["Id", "Name", "State", "Version", "Started", "Last seen", "Zones up to", "Edge up to"];
    let mut shown = table(style, &columns, &rows);
    for node in items(answer, "/Nodes") {
        for fault in items(node, "/Faults") {
            let name = text(node, "/Name");
            let (kind, id) = (text(fault, "/Kind"), text(fault, "/Id"));
            shown.push_str(&format!("\nNode {name} cannot serve {kind} {id}: {}", text(fault, "/Cause")));
        }
    }
    shown
}

/// How far a node has come with the changes.
fn up_to(revision: &Value, newest: i64) -> String {
    match revision.as_i64() {
        Some(revision) if revision >= newest => "all changes".to_owned(),
        Some(revision) => format!("change {revision} of {newest}"),
        None => "starting".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_that_is_behind_and_one_that_starts_are_told_apart() {
        assert_eq!(up_to(&json!(7), 7), "all changes");
        assert_eq!(up_to(&json!(5), 7), "change 5 of 7");
        assert_eq!(up_to(&Value::Null, 7), "starting");
    }
}
