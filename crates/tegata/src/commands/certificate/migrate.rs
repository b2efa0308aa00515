//! `tegata certificate migrate`: from mail to DNS, in place.

use anyhow::Result;
use serde_json::{Value, json};

use super::super::{items, text};
use crate::client::Client;
use crate::output::{Style, table};

/// Asks for the names to be proven by DNS from now on; gives the records that are needed for it.
pub(super) async fn migrate(client: &Client, arn: &str) -> Result<Value> {
    let input = json!({ "CertificateArn": arn, "Options": { "ValidationMethod": "DNS" } });
    client.call("acm", "UpdateCertificateOptions", &input).await?;
    client.call("acm", "ListCertificateDomainValidations", &json!({ "CertificateArn": arn })).await
}

pub(super) fn shown(answer: &Value, style: &Style) -> String {
    let record =
        "/RequestedValidationConfiguration/ValidationChallenge/DnsValidationChallenge/ResourceRecord";
    let rows: Vec<Vec<String>> = items(answer, "/DomainValidationSummaryList")
        .map(|name| {
            vec![
                text(name, "/DomainName").to_owned(),
                text(name, "/RequestedValidationConfiguration/ValidationStatus").to_owned(),
                text(name, &format!("{record}/Name")).to_owned(),
                text(name, &format!("{record}/Value")).to_owned(),
            ]
        })
        .collect();
    format!(
        "{}\n\nAdd these CNAME records within 72 hours, and leave them there for renewals.",
        table(style, &["Name", "Status", "Record", "Value"], &rows)
    )
}
