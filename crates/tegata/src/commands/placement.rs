//! `tegata placement …`

mod declare;
mod show;
mod walk;

use std::process::ExitCode;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::{items, text};
use crate::arguments::Placement;
use crate::client::Client;
use crate::output::{Printer, Style, table};

pub(crate) async fn run(client: &Client, command: Placement, printer: &Printer) -> Result<ExitCode> {
    match command {
        Placement::Declare(declaration) => {
            let input = declare::input(client, &declaration).await?;
            let answer = client.call("tegata", "DeclareHop", &input).await?;
            printer.print(&answer, |_| {
                let name = &declaration.name;
                format!("declared {name} at {}:{}", text(&answer, "/Hop/Host"), answer["Hop"]["Port"])
            })?;
        }
        Placement::Undeclare { name } => {
            client.call("tegata", "UndeclareHop", &json!({ "Name": name })).await?;
            printer.print(&json!({}), |_| format!("deleted the declaration of {name}"))?;
        }
        Placement::Hops => {
            let answer = client.call("tegata", "ListDeclaredHops", &json!({})).await?;
            printer.print(&answer, |style| declare::listed(&answer, style))?;
        }
        Placement::List { zone } => {
            let input = zone.map_or_else(|| json!({}), |zone| json!({ "HostedZoneName": zone }));
            let answer = client.call("tegata", "ListPlacements", &input).await?;
            printer.print(&answer, |style| listed(&answer, style))?;
        }
        Placement::Show { name } => {
            let answer = client.call("tegata", "DescribePlacement", &json!({ "DomainName": name })).await?;
            printer.print(&answer, |style| show::path(&answer, style))?;
        }
        Placement::Check { name } => {
            let answer = client.call("tegata", "CheckPlacement", &json!({ "DomainName": name })).await?;
            printer.print(&answer, |style| {
                format!("{}\n\n{}", show::path(&answer, style), show::findings(&answer, style))
            })?;
            return Ok(status(&answer));
        }
        Placement::Walk { name } => {
            let answer = client.call("tegata", "WalkPlacement", &json!({ "DomainName": name })).await?;
            printer.print(&answer, |style| {
                format!("{}\n\n{}", walk::seen(&answer, style), show::findings(&answer, style))
            })?;
            return Ok(status(&answer));
        }
        Placement::Draw { name, svg } => {
            let answer = client.call("tegata", "DrawPlacement", &json!({ "DomainName": name })).await?;
            match svg {
                None => printer.print(&answer, |_| text(&answer, "/Text").trim_end().to_owned())?,
                Some(file) if file.as_os_str() == "-" => printer.line(text(&answer, "/Svg"))?,
                Some(file) => {
                    std::fs::write(&file, text(&answer, "/Svg"))
                        .with_context(|| file.display().to_string())?;
                    printer.print(&json!({ "File": file }), |_| format!("wrote {}", file.display()))?;
                }
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A failure when something is wrong.
fn status(answer: &Value) -> ExitCode {
    if text(answer, "/Status") == "GOOD" { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn listed(answer: &Value, style: &Style) -> String {
    let rows: Vec<Vec<String>> = items(answer, "/Placements")
        .map(|placement| {
            let faults = match placement["FindingCount"].as_u64().unwrap_or_default() {
                0 => style.good("none"),
                count => style.bad(&count.to_string()),
            };
            vec![
                text(placement, "/DomainName").to_owned(),
                show::ends(placement),
                placement["HopCount"].to_string(),
                faults,
            ]
        })
        .collect();
    if rows.is_empty() {
        return "No name of a hosted zone leads to a load balancer or a declared hop.".to_owned();
    }
    let mut shown = table(style, &["Name", "TLS ends at", "Hops", "Faults"], &rows);
    if answer["IsTruncated"].as_bool() == Some(true) {
        shown.push_str("\nThere may be more: name a zone with --zone.");
    }
    shown
}
