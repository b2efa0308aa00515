//! `tegata target …`

use std::process::ExitCode;

use anyhow::Result;
use serde_json::{Value, json};

use super::super::{items, text};
use super::{group, group_of, listener};
use crate::arguments::ListenerTarget;
use crate::client::Client;
use crate::output::{Printer, Style, table};

pub(crate) async fn run(client: &Client, command: ListenerTarget, printer: &Printer) -> Result<ExitCode> {
    let said = match &command {
        ListenerTarget::Add { listener, .. }
        | ListenerTarget::Remove { listener, .. }
        | ListenerTarget::List { listener } => listener,
    };
    let behind = listener(client, said).await?;
    let group = group_of(&behind)?;
    match &command {
        ListenerTarget::Add { targets, .. } => {
            let ask = json!({ "TargetGroupArn": group, "Targets": group::described(targets) });
            client.call("elbv2", "RegisterTargets", &ask).await?;
        }
        ListenerTarget::Remove { targets, .. } => {
            let ask = json!({ "TargetGroupArn": group, "Targets": group::described(targets) });
            client.call("elbv2", "DeregisterTargets", &ask).await?;
        }
        ListenerTarget::List { .. } => {}
    }
    let targets = health(client, group).await?;
    printer.print(&json!({ "TargetGroupArn": group, "Targets": targets }), |style| {
        if targets.is_empty() {
            return format!("{said} has no targets. Add one with `tegata target add {said} ADDRESS:PORT`.");
        }
        let rows: Vec<Vec<String>> = targets
            .iter()
            .map(|it| vec![place(it), state(it, style), text(it, "/TargetHealth/Description").to_owned()])
            .collect();
        table(style, &["Target", "Health", "Why"], &rows)
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The targets of a group with their health.
pub(super) async fn health(client: &Client, group: &str) -> Result<Vec<Value>> {
    let answer = client.call("elbv2", "DescribeTargetHealth", &json!({ "TargetGroupArn": group })).await?;
    Ok(items(&answer, "/TargetHealthDescriptions").cloned().collect())
}

/// A target in one line.
pub(super) fn line(target: &Value, style: &Style) -> String {
    format!("{}  {}  {}", place(target), state(target, style), text(target, "/TargetHealth/Description"))
        .trim_end()
        .to_owned()
}

fn place(target: &Value) -> String {
    let (id, port) = (text(target, "/Target/Id"), &target["Target"]["Port"]);
    if id.contains(':') { format!("[{id}]:{port}") } else { format!("{id}:{port}") }
}

fn state(target: &Value, style: &Style) -> String {
    match text(target, "/TargetHealth/State") {
        "healthy" => style.good("healthy"),
        "unhealthy" => style.bad("unhealthy"),
        other => style.waiting(other),
    }
}
