//! `tegata certificate replace` and `tegata certificate replacement …`

use std::process::ExitCode;

use anyhow::Result;
use serde_json::{Value, json};

use super::super::{find, items, moment, text};
use super::wait;
use crate::arguments::Replacement;
use crate::client::Client;
use crate::output::{Printer, Style, fields, table};

/// How the new certificate shall differ.
pub(super) struct Asked {
    pub(super) validation: Option<String>,
    pub(super) key_algorithm: Option<String>,
    pub(super) names: Vec<String>,
    pub(super) keep_old: bool,
    pub(super) detach: bool,
}

/// Begins a replacement and, unless detached, follows it until it is over or stopped.
pub(super) async fn replace(client: &Client, arn: &str, asked: Asked, printer: &Printer) -> Result<ExitCode> {
    let mut ask = json!({ "CertificateArn": arn, "KeepOld": asked.keep_old });
    if let Some(method) = asked.validation {
        ask["ValidationMethod"] = json!(method.to_ascii_uppercase());
    }
    if let Some(algorithm) = asked.key_algorithm {
        ask["KeyAlgorithm"] = json!(algorithm);
    }
    if !asked.names.is_empty() {
        ask["DomainNames"] = json!(asked.names);
    }
    let mut answer = client.call("tegata", "ReplaceCertificate", &ask).await?;
    let (mut told, mut pauses) = (0, wait::pauses());
    loop {
        let steps: Vec<&str> = items(&answer, "/Replacement/Steps").map(|step| text(step, "/What")).collect();
        for step in steps.iter().skip(told) {
            printer.progress(step);
        }
        told = steps.len();
        let stage = text(&answer, "/Replacement/Stage");
        let is_stopped = answer.pointer("/Replacement/Stopped").and_then(Value::as_bool).unwrap_or_default();
        let is_over = !matches!(stage, "WAITING" | "CANARY" | "PROVEN" | "ATTACHED" | "CHECKED");
        if is_over || is_stopped || asked.detach {
            let failed = matches!(stage, "FAILED" | "UNDONE");
            printer.print(&answer, |style| shown(&answer, style))?;
            return Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS });
        }
        pauses.pause().await?;
        let id = text(&answer, "/Replacement/ReplacementId").to_owned();
        answer = client.call("tegata", "DescribeReplacement", &json!({ "ReplacementId": id })).await?;
    }
}

pub(super) async fn replacement(
    client: &Client,
    command: Replacement,
    printer: &Printer,
) -> Result<ExitCode> {
    let (said, action) = match command {
        Replacement::List => {
            let answer = client.call("tegata", "ListReplacements", &json!({})).await?;
            printer.print(&answer, |style| listed(&answer, style))?;
            return Ok(ExitCode::SUCCESS);
        }
        Replacement::Show { id } => (id, None),
        Replacement::Stop { id } => (id, Some("STOP")),
        Replacement::Resume { id } => (id, Some("RESUME")),
        Replacement::Undo { id } => (id, Some("UNDO")),
    };
    let id = meant(client, &said).await?;
    let (operation, ask) = match action {
        None => ("DescribeReplacement", json!({ "ReplacementId": id })),
        Some(action) => ("UpdateReplacement", json!({ "ReplacementId": id, "Action": action })),
    };
    let answer = client.call("tegata", operation, &ask).await?;
    printer.print(&answer, |style| shown(&answer, style))?;
    Ok(ExitCode::SUCCESS)
}

/// The identifier of the replacement that is meant: a whole one may be older than the list.
async fn meant(client: &Client, said: &str) -> Result<String> {
    let answer = client.call("tegata", "ListReplacements", &json!({})).await?;
    let candidates =
        find::listed(&answer, "/Replacements", "/ReplacementId", &["/Stage", "/OldCertificateArn"], said);
    if candidates.is_empty() && said.len() == find::ID_LENGTH {
        return Ok(said.to_owned());
    }
    find::one("replacement", said, "tegata certificate replacement list", candidates)
}

fn listed(answer: &Value, style: &Style) -> String {
    let rows: Vec<Vec<String>> = items(answer, "/Replacements")
        .map(|replacement| {
            vec![
                moment(replacement, "/BegunAt"),
                text(replacement, "/Stage").to_owned(),
                style.arn(text(replacement, "/OldCertificateArn")),
                style.id(text(replacement, "/ReplacementId")),
            ]
        })
        .collect();
    if rows.is_empty() {
        return "There are no replacements.".to_owned();
    }
    table(style, &["Begun", "Stage", "Of", "Id"], &rows)
}

fn shown(answer: &Value, style: &Style) -> String {
    let pairs = [
        ("Replacement", text(answer, "/Replacement/ReplacementId").to_owned()),
        ("Stage", text(answer, "/Replacement/Stage").to_owned()),
        ("Old", text(answer, "/Replacement/OldCertificateArn").to_owned()),
        ("New", text(answer, "/Replacement/NewCertificateArn").to_owned()),
        ("Begun", moment(answer, "/Replacement/BegunAt")),
    ];
    let steps: Vec<String> = items(answer, "/Replacement/Steps")
        .map(|step| format!("{}  {}", moment(step, "/At"), text(step, "/What")))
        .collect();
    format!("{}\n\n{}", fields(style, &pairs), steps.join("\n"))
}
