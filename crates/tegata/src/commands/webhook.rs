//! `tegata webhook …`

use std::process::ExitCode;

use anyhow::Result;
use serde_json::{Value, json};

use super::{find, items, moment, text};
use crate::arguments::Webhook;
use crate::client::Client;
use crate::output::{Printer, Style, fields, table};

pub(crate) async fn run(client: &Client, command: Webhook, printer: &Printer) -> Result<ExitCode> {
    match command {
        Webhook::Create { url, from } => {
            let input = with_position(json!({ "Url": url }), from);
            let answer = client.call("tegata", "CreateWebhook", &input).await?;
            printer.print(&answer, |style| {
                let pairs = [
                    ("Webhook", text(&answer, "/Webhook/WebhookId").to_owned()),
                    ("Told from", answer["Webhook"]["NextPosition"].to_string()),
                    ("Secret", format!("{}\n(shown only once)", text(&answer, "/Secret"))),
                ];
                fields(style, &pairs)
            })?;
        }
        Webhook::List => {
            let answer = client.call("tegata", "ListWebhooks", &json!({})).await?;
            printer.print(&answer, |style| listed(&answer, style))?;
        }
        Webhook::Delete { id } => {
            let id = meant(client, &id).await?;
            client.call("tegata", "DeleteWebhook", &json!({ "WebhookId": id })).await?;
            printer.print(&json!({}), |_| format!("deleted {id}"))?;
        }
        Webhook::Replay { id, from } => {
            let id = meant(client, &id).await?;
            let input = with_position(json!({ "WebhookId": id }), from);
            let answer = client.call("tegata", "ReplayWebhook", &input).await?;
            printer.print(&answer, |_| {
                format!("Webhook {id} gets events from position {} on.", answer["Webhook"]["NextPosition"])
            })?;
        }
        Webhook::Deliveries { id } => {
            let id = meant(client, &id).await?;
            let answer = client.call("tegata", "ListWebhookDeliveries", &json!({ "WebhookId": id })).await?;
            printer.print(&answer, |style| delivered(&answer, style))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The identifier of the webhook that is meant: by it, its beginning, or its URL.
async fn meant(client: &Client, said: &str) -> Result<String> {
    let answer = client.call("tegata", "ListWebhooks", &json!({})).await?;
    let is_url = said.contains(':');
    let candidates = if is_url {
        let of_url = items(&answer, "/Webhooks").filter(|webhook| text(webhook, "/Url") == said);
        of_url
            .map(|webhook| find::Candidate {
                id: text(webhook, "/WebhookId").to_owned(),
                told: format!("{}  {said}", text(webhook, "/WebhookId")),
            })
            .collect()
    } else {
        find::listed(&answer, "/Webhooks", "/WebhookId", &["/Url"], said)
    };
    find::one("webhook", said, "tegata webhook list", candidates)
}

fn with_position(mut input: Value, from: Option<u64>) -> Value {
    if let Some(from) = from {
        input["FromPosition"] = json!(from);
    }
    input
}

fn listed(answer: &Value, style: &Style) -> String {
    let rows: Vec<Vec<String>> = items(answer, "/Webhooks")
        .map(|webhook| {
            let state = text(webhook, "/State");
            vec![
                style.id(text(webhook, "/WebhookId")),
                match state {
                    "active" => style.good(state),
                    "disabled" => style.bad(state),
                    _ => style.waiting(state),
                },
                webhook["NextPosition"].to_string(),
                moment(webhook, "/NextTry"),
                text(webhook, "/Url").to_owned(),
                text(webhook, "/LastError").to_owned(),
            ]
        })
        .collect();
    if rows.is_empty() {
        return "There are no webhooks.".to_owned();
    }
    table(style, &["Id", "State", "Told from", "Next try", "URL", "Last error"], &rows)
}

fn delivered(answer: &Value, style: &Style) -> String {
    let rows: Vec<Vec<String>> = items(answer, "/Deliveries")
        .map(|delivery| {
            let status = delivery["Status"].as_i64().map(|status| status.to_string());
            vec![
                moment(delivery, "/At"),
                delivery["Position"].to_string(),
                status.unwrap_or_default(),
                text(delivery, "/Error").to_owned(),
            ]
        })
        .collect();
    if rows.is_empty() {
        return "There are no deliveries yet.".to_owned();
    }
    table(style, &["Time", "Position", "Status", "Error"], &rows)
}
