//! `tegata certificate …`

mod export;
mod import;
mod migrate;
mod replace;
mod revoke;
mod search;

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use jiff::SignedDuration;
use serde_json::{Value, json};
use tegata_model::certificate::ExportOption;
use tokio::time::Instant;

use super::{items, moment, text};
use crate::arguments::Certificate;
use crate::client::Client;
use crate::exit::{Class, Ended};
use crate::output::{Printer, Style, fields, table};

/// How often a waiting command asks: the first time soon, later less often.
const ASK_FIRST: Duration = Duration::from_millis(100);
const ASK_LAST: Duration = Duration::from_secs(3);
/// Every algorithm that a list may show: without them ACM lists RSA-2048 alone.
const KEY_TYPES: [&str; 7] =
    ["RSA_1024", "RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1", "EC_secp521r1"];

pub(crate) async fn run(client: &Client, command: Certificate, printer: &Printer) -> Result<ExitCode> {
    match command {
        Certificate::Request { names, validation, key_algorithm, exportable, wait } => {
            let export = if exportable { ExportOption::Enabled } else { ExportOption::Disabled };
            let arn = request(client, &names, &validation, &key_algorithm, export).await?;
            if !wait {
                printer.print(&json!({ "CertificateArn": arn }), |_| arn.clone())?;
                return Ok(ExitCode::SUCCESS);
            }
            printer.progress(&format!("requested {arn}"));
            wait_issued(client, &arn, SignedDuration::from_mins(5), printer).await
        }
        Certificate::Describe { arn } => {
            let answer = describe(client, &arn).await?;
            printer.print(&answer, |style| shown(&answer, style))?;
            Ok(ExitCode::SUCCESS)
        }
        Certificate::List { max_items } => {
            let input = json!({ "MaxItems": max_items, "Includes": { "keyTypes": KEY_TYPES } });
            let answer = client.call("acm", "ListCertificates", &input).await?;
            printer.print(&answer, |style| listed(&answer, style))?;
            Ok(ExitCode::SUCCESS)
        }
        Certificate::Search { names, status, key_algorithm, ends_before, sort, descending, max_results } => {
            let ask =
                search::Asked { names, status, key_algorithm, ends_before, sort, descending, max_results };
            let answer = search::search(client, &ask).await?;
            printer.print(&answer, |style| search::shown(&answer, style))?;
            Ok(ExitCode::SUCCESS)
        }
        Certificate::Wait { arn, timeout } => wait_issued(client, &arn, timeout, printer).await,
        Certificate::Explain { arn } => {
            let input = json!({ "CertificateArn": arn });
            let answer = client.call("tegata", "ExplainCertificate", &input).await?;
            printer.print(&answer, |style| explained(&answer, style))?;
            Ok(ExitCode::SUCCESS)
        }
        Certificate::Import { certificate, private_key, chain, arn } => {
            let arn =
                import::import(client, &certificate, &private_key, chain.as_deref(), arn.as_deref()).await?;
            printer.print(&json!({ "CertificateArn": arn }), |_| format!("imported {arn}"))?;
            Ok(ExitCode::SUCCESS)
        }
        Certificate::Export { arn, passphrase_file, out } => {
            let answer = export::export(client, &arn, &passphrase_file).await?;
            let Some(folder) = out else {
                printer.print(&answer, |_| export::shown(&answer))?;
                return Ok(ExitCode::SUCCESS);
            };
            let files = export::write(&answer, &folder)?;
            let files: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
            printer.print(&json!({ "Files": files }), |_| files.join("\n"))?;
            Ok(ExitCode::SUCCESS)
        }
        Certificate::Replace { arn, validation, key_algorithm, names, keep_old, detach } => {
            let asked = replace::Asked { validation, key_algorithm, names, keep_old, detach };
            replace::replace(client, &arn, asked, printer).await
        }
        Certificate::Replacement { command } => replace::replacement(client, command, printer).await,
        Certificate::Migrate { arn } => {
            let answer = migrate::migrate(client, &arn).await?;
            printer.print(&answer, |style| migrate::shown(&answer, style))?;
            Ok(ExitCode::SUCCESS)
        }
        Certificate::Renew { arn } => {
            client.call("acm", "RenewCertificate", &json!({ "CertificateArn": arn })).await?;
            printer.print(&json!({ "CertificateArn": arn }), |_| format!("{arn} is being renewed"))?;
            Ok(ExitCode::SUCCESS)
        }
        Certificate::Revoke { arn, reason, dry_run: true, .. } => {
            let seen = revoke::preview(client, &arn, &reason).await?;
            printer.print(&seen, |style| revoke::shown(&seen, style))?;
            Ok(ExitCode::SUCCESS)
        }
        Certificate::Revoke { arn, reason, yes, .. } => {
            let answer = revoke::revoke(client, &arn, &reason, yes, printer).await?;
            printer.print(&answer, |_| format!("revoked {arn}"))?;
            Ok(ExitCode::SUCCESS)
        }
        Certificate::Delete { arn } => {
            client.call("acm", "DeleteCertificate", &json!({ "CertificateArn": arn })).await?;
            printer.print(&json!({ "CertificateArn": arn }), |_| format!("deleted {arn}"))?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Asks for a certificate of these names, the first one its common name.
pub(crate) async fn request(
    client: &Client,
    names: &[String],
    validation: &str,
    key_algorithm: &str,
    export: ExportOption,
) -> Result<String> {
    let (first, others) = names.split_first().ok_or_else(|| anyhow::anyhow!("name at least one domain"))?;
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

/// What ACM tells of a certificate.
pub(crate) async fn describe(client: &Client, arn: &str) -> Result<Value> {
    client.call("acm", "DescribeCertificate", &json!({ "CertificateArn": arn })).await
}

/// Waits until a certificate is issued or can no longer be; gives what was last told of it.
pub(crate) async fn until_settled(client: &Client, arn: &str, within: SignedDuration) -> Result<Value> {
    let deadline = Instant::now() + Duration::try_from(within).unwrap_or_default();
    let mut pause = ASK_FIRST;
    loop {
        let answer = describe(client, arn).await?;
        if text(&answer, "/Certificate/Status") != "PENDING_VALIDATION" {
            return Ok(answer);
        }
        if Instant::now() + pause > deadline {
            let told =
                format!("{arn} is still pending; `tegata certificate explain {arn}` says what it waits for");
            return Err(Ended::new(Class::Pending, told).into());
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(ASK_LAST);
    }
}

async fn wait_issued(
    client: &Client,
    arn: &str,
    within: SignedDuration,
    printer: &Printer,
) -> Result<ExitCode> {
    let first = describe(client, arn).await?;
    if text(&first, "/Certificate/Status") == "PENDING_VALIDATION" {
        printer.progress("waiting for the proof of its names:");
        for option in items(&first, "/Certificate/DomainValidationOptions") {
            printer.progress(&format!("  {}", awaited(option)));
        }
    }
    let mut waiting = printer.waiting();
    waiting.say("waiting until it is issued");
    let answer = until_settled(client, arn, within).await?;
    drop(waiting);
    printer.print(&answer, |style| shown(&answer, style))?;
    let is_issued = text(&answer, "/Certificate/Status") == "ISSUED";
    Ok(if is_issued { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What proves a name: the record that has to be there, or the mailboxes of which one has to approve.
fn awaited(option: &Value) -> String {
    let record = |member: &str| text(option, &format!("/ResourceRecord/{member}"));
    if record("Name").is_empty() {
        let mailboxes: Vec<&str> = items(option, "/ValidationEmails").filter_map(Value::as_str).collect();
        return format!("a click in a mail to {}", mailboxes.join(", "));
    }
    format!("{} {} {}", record("Name"), record("Type"), record("Value"))
}

fn shown(answer: &Value, style: &Style) -> String {
    let Some(certificate) = answer.get("Certificate") else { return String::new() };
    let of = |member: &str| text(certificate, &format!("/{member}")).to_owned();
    let list = |member: &str| {
        let texts: Vec<&str> = items(certificate, &format!("/{member}")).filter_map(Value::as_str).collect();
        texts.join("\n")
    };
    let validations: Vec<String> = items(certificate, "/DomainValidationOptions")
        .map(|option| {
            let status = style.status(text(option, "/ValidationStatus"));
            format!("{}  {status}\n  {}", text(option, "/DomainName"), awaited(option))
        })
        .collect();
    let pairs = [
        ("ARN", of("CertificateArn")),
        ("Status", style.status(&of("Status"))),
        ("Reason", of("FailureReason")),
        ("Names", list("SubjectAlternativeNames")),
        ("Key", of("KeyAlgorithm")),
        ("Issuer", of("Issuer")),
        ("Serial", of("Serial")),
        ("From", moment(certificate, "/NotBefore")),
        ("Until", moment(certificate, "/NotAfter")),
        ("Renewal", text(certificate, "/RenewalSummary/RenewalStatus").to_owned()),
        ("Used by", list("InUseBy")),
        ("Validation", validations.join("\n")),
    ];
    let pairs: Vec<(&str, String)> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    fields(style, &pairs)
}

fn listed(answer: &Value, style: &Style) -> String {
    let rows: Vec<Vec<String>> = items(answer, "/CertificateSummaryList")
        .map(|certificate| {
            vec![
                text(certificate, "/DomainName").to_owned(),
                style.status(text(certificate, "/Status")),
                text(certificate, "/KeyAlgorithm").to_owned(),
                moment(certificate, "/NotAfter"),
                style.arn(text(certificate, "/CertificateArn")),
            ]
        })
        .collect();
    if rows.is_empty() {
        return "There are no certificates. Ask for one with `tegata certificate request NAME`.".to_owned();
    }
    table(style, &["Name", "Status", "Key", "Until", "ARN"], &rows)
}

fn explained(answer: &Value, style: &Style) -> String {
    let mut told = vec![format!("{}  {}", style.status(text(answer, "/Status")), text(answer, "/Summary"))];
    for (label, pointer) in [("Failure reason", "/FailureReason"), ("Last error", "/LastError")] {
        let said = text(answer, pointer);
        if !said.is_empty() {
            told.push(format!("{label}: {said}"));
        }
    }
    for name in items(answer, "/Names") {
        told.push(String::new());
        let status = style.status(text(name, "/ValidationStatus"));
        told.push(format!("{}  {status}", style.strong(text(name, "/DomainName"))));
        let mailboxes: Vec<&str> = items(name, "/AskedByMail").filter_map(Value::as_str).collect();
        told.push(match &mailboxes[..] {
            [] => format!("  expected  {} CNAME {}", text(name, "/RecordName"), text(name, "/RecordValue")),
            mailboxes => format!("  expected  a click in a mail to one of {}", mailboxes.join(", ")),
        });
        for evidence in items(name, "/Evidence") {
            told.push(format!("  {}  {}", moment(evidence, "/At"), text(evidence, "/Outcome")));
            told.push(format!("    found   {}", text(evidence, "/Found")));
            told.extend(
                items(evidence, "/Steps").filter_map(Value::as_str).map(|step| format!("    {step}")),
            );
            let advice = text(evidence, "/Advice");
            if !advice.is_empty() {
                told.push(format!("    advice  {advice}"));
            }
        }
    }
    let events: Vec<String> = items(answer, "/Events")
        .map(|event| format!("  {}  {}", moment(event, "/At"), text(event, "/Kind")))
        .collect();
    if !events.is_empty() {
        told.push(String::new());
        told.push(style.strong("Events"));
        told.extend(events);
    }
    told.join("\n")
}
