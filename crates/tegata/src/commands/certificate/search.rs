//! `tegata certificate search`

use anyhow::Result;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::super::{items, moment, text};
use crate::client::Client;
use crate::output::{Style, table};

/// What is searched for.
pub(super) struct Asked {
    pub(super) names: Vec<String>,
    pub(super) status: Option<String>,
    pub(super) key_algorithm: Option<String>,
    pub(super) ends_before: Option<SignedDuration>,
    pub(super) sort: String,
    pub(super) descending: bool,
    pub(super) max_results: u16,
}

/// Searches until enough are found, or all have been looked at.
pub(super) async fn search(client: &Client, asked: &Asked) -> Result<Value> {
    let filters = filters(client, asked).await?;
    let mut ask = json!({
        "MaxResults": asked.max_results,
        "SortBy": asked.sort,
        "SortOrder": if asked.descending { "DESCENDING" } else { "ASCENDING" },
    });
    if !filters.is_empty() {
        ask["FilterStatement"] = json!({ "And": filters });
    }
    let mut found = Vec::new();
    loop {
        let mut answer = client.call("acm", "SearchCertificates", &ask).await?;
        if let Some(Value::Array(results)) = answer.get_mut("Results").map(Value::take) {
            found.extend(results);
        }
        let enough = found.len() >= usize::from(asked.max_results);
        match answer.get_mut("NextToken").map(Value::take) {
            Some(token) if !enough => ask["NextToken"] = token,
            _ => break,
        }
    }
    found.truncate(usize::from(asked.max_results));
    Ok(json!({ "Results": found }))
}

async fn filters(client: &Client, asked: &Asked) -> Result<Vec<Value>> {
    let attribute = |attribute: Value| json!({ "Filter": { "X509AttributeFilter": attribute } });
    let mut filters: Vec<Value> = asked
        .names
        .iter()
        .map(|name| json!({ "DnsName": { "Value": name, "ComparisonOperator": "CONTAINS" } }))
        .map(|name| attribute(json!({ "SubjectAlternativeName": name })))
        .collect();
    if let Some(status) = &asked.status {
        filters.push(json!({ "Filter": { "AcmCertificateMetadataFilter": { "Status": status } } }));
    }
    if let Some(algorithm) = &asked.key_algorithm {
        filters.push(attribute(json!({ "KeyAlgorithm": algorithm })));
    }
    if let Some(span) = asked.ends_before {
        // The instance's time counts, which may have been moved.
        let clock = client.call("tegata", "DescribeClock", &json!({})).await?;
        let now = clock.get("Now").and_then(Value::as_f64).unwrap_or_default();
        let end = Timestamp::from_second(format!("{now:.0}").parse()?)?.checked_add(span)?;
        filters.push(attribute(json!({ "NotAfter": { "End": end.as_second() } })));
    }
    Ok(filters)
}

pub(super) fn shown(answer: &Value, style: &Style) -> String {
    let rows: Vec<Vec<String>> = items(answer, "/Results")
        .map(|result| {
            vec![
                text(result, "/X509Attributes/Subject/CommonName").to_owned(),
                text(result, "/CertificateMetadata/AcmCertificateMetadata/Status").to_owned(),
                text(result, "/X509Attributes/KeyAlgorithm").to_owned(),
                moment(result, "/X509Attributes/NotAfter"),
                text(result, "/CertificateArn").to_owned(),
            ]
        })
        .collect();
    if rows.is_empty() {
        return "Nothing was found.".to_owned();
    }
    table(style, &["Name", "Status", "Key", "Ends", "ARN"], &rows)
}
