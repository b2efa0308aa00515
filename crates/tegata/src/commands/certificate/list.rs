//! `tegata certificate list`.

use anyhow::Result;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::super::{count, days_left, items, moment, text};
use super::key_types::{KEY_TYPES, key};
use crate::client::Client;
use crate::output::{Style, table};

/// How many certificates one call gives at most (ACM API Reference, `ListCertificates`).
const PAGE: u32 = 1000;

/// How much is listed, and from where on.
pub(super) struct Ask {
    /// `None` for all.
    pub(super) max_items: Option<u32>,
    pub(super) starting_token: Option<String>,
}

/// Lists certificates, page after page, until there are enough.
pub(super) async fn list(client: &Client, ask: Ask) -> Result<Value> {
    let mut left = ask.max_items;
    let mut token = ask.starting_token;
    let mut found = Vec::new();
    loop {
        let page = left.map_or(PAGE, |left| left.min(PAGE));
        let mut input = json!({ "MaxItems": page, "Includes": { "keyTypes": KEY_TYPES } });
        if let Some(token) = token {
            input["NextToken"] = json!(token);
        }
        let mut answer = client.call("acm", "ListCertificates", &input).await?;
        if let Some(Value::Array(listed)) = answer.get_mut("CertificateSummaryList").map(Value::take) {
            left = left.map(|left| left.saturating_sub(u32::try_from(listed.len()).unwrap_or(u32::MAX)));
            found.extend(listed);
        }
        token = answer.get("NextToken").and_then(Value::as_str).map(str::to_owned);
        if token.is_none() || left == Some(0) {
            let mut whole = json!({ "CertificateSummaryList": found });
            if let Some(token) = token {
                whole["NextToken"] = json!(token);
            }
            return Ok(whole);
        }
    }
}

/// One certificate in a list or among what a search found.
pub(super) struct Row<'a> {
    pub(super) name: &'a str,
    pub(super) status: &'a str,
    pub(super) kind: &'a str,
    pub(super) key: &'a str,
    pub(super) until: String,
    pub(super) left: Option<i64>,
    pub(super) is_used: bool,
    pub(super) arn: &'a str,
}

/// Rows in columns: those that a terminal has room for, and all of them where lines are not cut.
pub(super) fn rows(rows: &[Row<'_>], style: &Style) -> String {
    let is_wide = style.width().is_none();
    // Whether something is imported matters where some are: those do not renew by themselves.
    let with_kind = is_wide || rows.iter().any(|row| row.kind == "IMPORTED");
    let mut headings = vec!["Name", "Status"];
    if with_kind {
        headings.push("Type");
    }
    headings.push("Key");
    if is_wide {
        headings.push("Until");
    }
    headings.extend(["Days", "Used", if is_wide { "ARN" } else { "Id" }]);
    let cells = rows.iter().map(|row| {
        let mut cells = vec![row.name.to_owned(), style.status(row.status)];
        if with_kind {
            cells.push(match row.kind {
                "AMAZON_ISSUED" if !is_wide => "issued".to_owned(),
                kind if is_wide => kind.to_owned(),
                kind => kind.to_ascii_lowercase(),
            });
        }
        cells.push(key(row.key));
        if is_wide {
            cells.push(row.until.clone());
        }
        cells.push(match row.left {
            None => "-".to_owned(),
            Some(left) if left < 0 => style.bad("over"),
            Some(left) if left < 14 => style.waiting(&left.to_string()),
            Some(left) => left.to_string(),
        });
        cells.push(if row.is_used { "yes" } else { "no" }.to_owned());
        cells.push(style.arn(row.arn));
        cells
    });
    table(style, &headings, &cells.collect::<Vec<_>>())
}

pub(super) fn shown(answer: &Value, now: Timestamp, region: &str, style: &Style) -> String {
    let listed: Vec<Row<'_>> = items(answer, "/CertificateSummaryList")
        .map(|certificate| Row {
            name: text(certificate, "/DomainName"),
            status: text(certificate, "/Status"),
            kind: text(certificate, "/Type"),
            key: text(certificate, "/KeyAlgorithm"),
            until: moment(certificate, "/NotAfter"),
            left: days_left(certificate, "/NotAfter", now),
            is_used: certificate.get("InUse").and_then(Value::as_bool).unwrap_or_default(),
            arn: text(certificate, "/CertificateArn"),
        })
        .collect();
    if listed.is_empty() {
        return format!(
            "There are no certificates in {region}. Request one with `tegata certificate request NAME`."
        );
    }
    let table = rows(&listed, style);
    match answer.get("NextToken").and_then(Value::as_str) {
        Some(token) => format!(
            "{table}\n{} shown, there are more. All: --all. Next page: --starting-token {token}",
            count(listed.len())
        ),
        None => table,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(kind: &str) -> Value {
        let arn = "arn:aws:acm:us-east-1:123456789012:certificate/12345678-aaaa-bbbb-cccc-1234567890ab";
        let certificate = json!({ "DomainName": "www.a-rather-long-name.example.com", "Status": "PENDING_VALIDATION",
            "Type": kind, "KeyAlgorithm": "EC-prime256v1", "NotAfter": 864_000, "InUse": true, "CertificateArn": arn });
        json!({ "CertificateSummaryList": [certificate], "NextToken": "abc" })
    }

    #[test]
    fn a_list_fits_a_terminal_of_80_columns_and_says_days_use_and_identifier() {
        let style = Style::cut_to(80);
        for kind in ["AMAZON_ISSUED", "IMPORTED"] {
            let told = shown(&answer(kind), Timestamp::UNIX_EPOCH, "us-east-1", &style);
            assert!(told.lines().take(2).all(|line| line.chars().count() <= 80), "{told}");
            assert!(
                told.contains("567890ab") && told.contains("EC_prime") && !told.contains("arn:"),
                "{told}"
            );
            assert!(told.contains("  10  ") && told.contains("yes"), "{told}");
            assert_eq!(told.contains("imported"), kind == "IMPORTED", "{told}");
        }
    }

    #[test]
    fn a_list_that_goes_on_says_so_and_a_pipe_gets_whole_arns() {
        let told = shown(&answer("IMPORTED"), Timestamp::UNIX_EPOCH, "us-east-1", &Style::plain());
        assert!(told.contains("certificate/12345678-aaaa-bbbb-cccc-1234567890ab"), "{told}");
        assert!(told.contains("1 shown, there are more") && told.contains("--starting-token abc"), "{told}");
    }

    #[test]
    fn an_empty_list_names_the_region() {
        let told = shown(&json!({}), Timestamp::UNIX_EPOCH, "ap-northeast-1", &Style::plain());
        assert!(told.contains("no certificates in ap-northeast-1"), "{told}");
    }
}
