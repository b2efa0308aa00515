//! `tegata certificate request`: asks, and says at once what happens next and who has to do something.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Result, anyhow};
use jiff::SignedDuration;
use serde_json::json;
use tegata_model::certificate::ExportOption;

use super::super::text;
use super::next_steps::{next_steps, waits_for_records};
use super::{describe, explain, wait};
use crate::client::Client;
use crate::output::Printer;

/// For how long a request is followed that is not waited for: what fails, mostly fails by then.
const FIRST_MOMENTS: Duration = Duration::from_secs(3);

/// What is asked for.
pub(super) struct Ask<'a> {
    pub(super) names: &'a [String],
    pub(super) validation: &'a str,
    pub(super) key_algorithm: &'a str,
    pub(super) export: ExportOption,
    /// How long to wait for it; `None` to see the first moments alone.
    pub(super) wait: Option<SignedDuration>,
}

/// Asks for a certificate of these names, the first one its common name.
pub(crate) async fn request(
    client: &Client,
    names: &[String],
    validation: &str,
    key_algorithm: &str,
    export: ExportOption,
) -> Result<String> {
    let (first, others) = names.split_first().ok_or_else(|| anyhow!("give at least one domain name"))?;
    let method = validation.to_ascii_uppercase();
    let mut input = json!({ "DomainName": first, "ValidationMethod": method, "KeyAlgorithm": key_algorithm });
    if export == ExportOption::Enabled {
        input["Options"] = json!({ "Export": export.as_str() });
    }
    if !others.is_empty() {
        input["SubjectAlternativeNames"] = json!(others);
    }
    let answer = client.call("acm", "RequestCertificate", &input).await?;
    Ok(text(&answer, "/CertificateArn").to_owned())
}

/// Asks, says what proves the names, and follows what happens.
pub(super) async fn run(client: &Client, ask: &Ask<'_>, printer: &Printer) -> Result<ExitCode> {
    let arn = request(client, ask.names, ask.validation, ask.key_algorithm, ask.export).await?;
    if ask.wait.is_none() {
        printer.print(&json!({ "CertificateArn": arn }), |_| arn.clone())?;
    } else {
        printer.progress(&format!("requested {arn}"));
    }
    let explained = client.call("tegata", "ExplainCertificate", &json!({ "CertificateArn": arn })).await;
    let explained = explained.unwrap_or_default();
    for line in next_steps(&explained, &arn) {
        printer.progress(&line);
    }
    match ask.wait {
        Some(within) => wait::wait(client, &arn, within, printer).await,
        None => first_moments(client, &arn, waits_for_records(&explained), printer).await,
    }
}

/// Follows a request until it is issued, has failed, or seems to wait.
async fn first_moments(
    client: &Client,
    arn: &str,
    waits_for_records: bool,
    printer: &Printer,
) -> Result<ExitCode> {
    let mut pauses = wait::pauses().within(FIRST_MOMENTS);
    loop {
        let answer = describe::describe(client, arn).await?;
        match text(&answer, "/Certificate/Status") {
            "PENDING_VALIDATION" if waits_for_records || pauses.pause().await.is_err() => {
                return Ok(ExitCode::SUCCESS);
            }
            "PENDING_VALIDATION" => {}
            "ISSUED" => {
                printer.progress("issued");
                return Ok(ExitCode::SUCCESS);
            }
            _ => return Err(explain::failure(client, arn).await),
        }
    }
}
