//! `tegata certificate request`: asks, and says at once what happens next and who has to do something.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Result, anyhow};
use jiff::SignedDuration;
use serde_json::{Value, json};
use tegata_model::certificate::ExportOption;

use super::super::{find, items, text};
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
    let (first, others) = names.split_first().ok_or_else(|| anyhow!("name at least one domain"))?;
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
        None => first_moments(client, &arn, is_up_to_others(&explained), printer).await,
    }
}

/// Whether it takes somebody's doing elsewhere, so that nothing is to be seen soon.
fn is_up_to_others(explained: &Value) -> bool {
    items(explained, "/Names")
        .any(|name| text(name, "/HostedZoneId").is_empty() && items(name, "/AskedByMail").next().is_none())
}

/// Follows a request until it is issued, has failed, or seems to wait.
async fn first_moments(
    client: &Client,
    arn: &str,
    is_up_to_others: bool,
    printer: &Printer,
) -> Result<ExitCode> {
    let mut pauses = wait::pauses().within(FIRST_MOMENTS);
    loop {
        let answer = describe::describe(client, arn).await?;
        match text(&answer, "/Certificate/Status") {
            "PENDING_VALIDATION" if is_up_to_others || pauses.pause().await.is_err() => {
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

/// What has to be done for the names to be proven, in lines.
pub(super) fn next_steps(explained: &Value, arn: &str) -> Vec<String> {
    let pending = || items(explained, "/Names").filter(|name| text(name, "/ValidationStatus") != "SUCCESS");
    let mut lines = Vec::new();
    let by_mail = pending().find(|name| items(name, "/AskedByMail").next().is_some());
    if let Some(name) = by_mail {
        let mailboxes: Vec<&str> = items(name, "/AskedByMail").filter_map(Value::as_str).collect();
        lines.push(format!("a mail with a link that approves goes to {}", mailboxes.join(", ")));
        lines.push("`tegata mail list` shows whether it was sent".to_owned());
    }
    let is_by_record = |name: &&Value| !text(name, "/RecordName").is_empty();
    let here: Vec<&str> = pending()
        .filter(is_by_record)
        .filter(|name| !text(name, "/HostedZoneId").is_empty())
        .map(|name| text(name, "/DomainName"))
        .collect();
    if !here.is_empty() {
        lines.push(format!(
            "{}: the zone is hosted here, so the record is written by itself",
            here.join(", ")
        ));
    }
    let mut elsewhere: Vec<&Value> = Vec::new();
    for name in pending().filter(is_by_record).filter(|name| text(name, "/HostedZoneId").is_empty()) {
        // An apex and its wildcard share a record.
        if !elsewhere.iter().any(|known| text(known, "/RecordName") == text(name, "/RecordName")) {
            elsewhere.push(name);
        }
    }
    if !elsewhere.is_empty() {
        let names: Vec<&str> = elsewhere.iter().map(|name| text(name, "/DomainName")).collect();
        let these = if elsewhere.len() == 1 { "this record" } else { "these records" };
        lines.push(format!(
            "no zone here holds {}: put {these} at its DNS provider, or make the zone here with `tegata zone create ZONE`",
            names.join(", ")
        ));
        lines.extend(
            elsewhere
                .iter()
                .map(|name| format!("  {} CNAME {}", text(name, "/RecordName"), text(name, "/RecordValue"))),
        );
        let short = find::short(arn);
        lines
            .push(format!("to paste: `tegata certificate records {short} --format text|zone|csv|terraform`"));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(domain: &str, record: &str, zone: Option<&str>) -> Value {
        json!({ "DomainName": domain, "ValidationStatus": "PENDING_VALIDATION", "RecordName": record,
            "RecordValue": "_v.validations.test.", "HostedZoneId": zone })
    }

    #[test]
    fn a_name_of_no_zone_here_has_its_record_to_paste_once() {
        let names = [name("a.example", "_r.a.example.", None), name("*.a.example", "_r.a.example.", None)];
        let explained = json!({ "Names": names });
        let said = next_steps(&explained, "arn:aws:acm:us-east-1:1:certificate/x-12345678").join("\n");
        assert!(
            said.starts_with("no zone here holds a.example: put this record at its DNS provider"),
            "{said}"
        );
        assert_eq!(said.matches("_r.a.example. CNAME _v.validations.test.").count(), 1, "{said}");
        assert!(said.contains("tegata zone create") && said.contains("records 12345678 --format"), "{said}");
        assert!(is_up_to_others(&explained));
    }

    #[test]
    fn a_name_of_a_zone_here_needs_nobody() {
        let explained = json!({ "Names": [name("a.example", "_r.a.example.", Some("Z1"))] });
        let said = next_steps(&explained, "arn");
        assert_eq!(said, ["a.example: the zone is hosted here, so the record is written by itself"]);
        assert!(!is_up_to_others(&explained));
    }

    #[test]
    fn a_name_that_is_asked_for_by_mail_says_who_gets_it() {
        let name = json!({ "DomainName": "a.example", "ValidationStatus": "PENDING_VALIDATION",
            "AskedByMail": ["admin@a.example"] });
        let explained = json!({ "Names": [name] });
        let said = next_steps(&explained, "arn").join("\n");
        assert!(said.contains("admin@a.example") && said.contains("tegata mail list"), "{said}");
        assert!(!is_up_to_others(&explained), "that a domain takes no mail is seen soon");
    }
}
