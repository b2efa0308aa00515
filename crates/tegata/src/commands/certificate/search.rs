//! `tegata certificate search`

use anyhow::Result;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::super::{count, days_left, items, moment, text};
use super::list::{Row, rows};
use crate::client::Client;
use crate::output::Style;

/// How many results one call gives at most (ACM API Reference, `SearchCertificates`).
const PAGE: u32 = 500;

/// What is searched for.
pub(super) struct Ask {
    pub(super) names: Vec<String>,
    pub(super) status: Option<String>,
    pub(super) key_algorithm: Option<String>,
    pub(super) ends_before: Option<SignedDuration>,
    pub(super) sort: String,
    pub(super) descending: bool,
    /// `None` for all.
    pub(super) max_items: Option<u32>,
}

/// Searches until enough are found, or all have been looked at.
pub(super) async fn search(client: &Client, ask: &Ask, now: Timestamp) -> Result<Value> {
    let filters = filters(ask, now)?;
    let enough = ask.max_items.map(|most| usize::try_from(most).unwrap_or(usize::MAX));
    let mut input = json!({
        "MaxResults": ask.max_items.map_or(PAGE, |most| most.min(PAGE)),
        "SortBy": ask.sort,
        "SortOrder": if ask.descending { "DESCENDING" } else { "ASCENDING" },
    });
    if !filters.is_empty() {
        input["FilterStatement"] = json!({ "And": filters });
    }
    let mut found = Vec::new();
    let mut try_line = false;
    loop {
        let mut answer = client.call("acm", "SearchCertificates", &input).await?;
        if let Some(Value::Array(results)) = answer.get_mut("Results").map(Value::take) {
            found.extend(results);
        }
        let is_enough = enough.is_some_and(|enough| found.len() >= enough);
        match answer.get_mut("NextToken").map(Value::take) {
            Some(token) if !is_enough => input["NextToken"] = token,
            token => {
                try_line |= token.is_some();
                break;
            }
        }
    }
    if let Some(enough) = enough.filter(|enough| *enough < found.len()) {
        found.truncate(enough);
        try_line = true;
    }
    Ok(json!({ "Results": found, "IsCut": try_line }))
}

fn filters(ask: &Ask, now: Timestamp) -> Result<Vec<Value>> {
    let attribute = |attribute: Value| json!({ "Filter": { "X509AttributeFilter": attribute } });
    let mut filters: Vec<Value> = ask
        .names
        .iter()
        .map(|name| json!({ "DnsName": { "Value": name, "ComparisonOperator": "CONTAINS" } }))
        .map(|name| attribute(json!({ "SubjectAlternativeName": name })))
        .collect();
    if let Some(status) = &ask.status {
        filters.push(json!({ "Filter": { "AcmCertificateMetadataFilter": { "Status": status } } }));
    }
    if let Some(algorithm) = &ask.key_algorithm {
        filters.push(attribute(json!({ "KeyAlgorithm": algorithm })));
    }
    if let Some(span) = ask.ends_before {
        // The instance's time counts, which may have been moved.
        filters.push(attribute(json!({ "NotAfter": { "End": now.checked_add(span)?.as_second() } })));
    }
    Ok(filters)
}

pub(super) fn shown(answer: &Value, now: Timestamp, region: &str, style: &Style) -> String {
    let metadata = "/CertificateMetadata/AcmCertificateMetadata";
    let found: Vec<Row<'_>> = items(answer, "/Results")
        .map(|result| Row {
            name: text(result, "/X509Attributes/Subject/CommonName"),
            status: text(result, &format!("{metadata}/Status")),
            kind: text(result, &format!("{metadata}/Type")),
            key: text(result, "/X509Attributes/KeyAlgorithm"),
            until: moment(result, "/X509Attributes/NotAfter"),
            left: days_left(result, "/X509Attributes/NotAfter", now),
            is_used: result
                .pointer(&format!("{metadata}/InUse"))
                .and_then(Value::as_bool)
                .unwrap_or_default(),
            arn: text(result, "/CertificateArn"),
        })
        .collect();
    if found.is_empty() {
        return format!("Nothing was found in {region}.");
    }
    let table = rows(&found, style);
    match answer.get("IsCut").and_then(Value::as_bool) {
        Some(true) => {
            format!(
                "{table}\n{} shown, there are more. All: --all. A longer page: --max-items COUNT",
                count(found.len())
            )
        }
        _ => table,
    }
}
