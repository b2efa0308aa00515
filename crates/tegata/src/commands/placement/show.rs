//! A path and what is wrong with it, for people.

use serde_json::Value;

use super::super::{items, moment, text};
use crate::output::{Style, table};

/// Where TLS ends, in the words of tables.
pub(super) fn ends(answer: &Value) -> String {
    let ends: Vec<&str> = items(answer, "/TlsEndsAt").filter_map(Value::as_str).collect();
    if ends.is_empty() { "nowhere".to_owned() } else { ends.join(", ") }
}

/// The hops as a table, and where TLS ends.
pub(super) fn path(answer: &Value, style: &Style) -> String {
    let hops: Vec<&Value> = items(answer, "/Hops").collect();
    let rows: Vec<Vec<String>> = hops.iter().map(|hop| row(hop, &hops, style)).collect();
    let table = table(style, &["Hop", "At", "Serves", "Certificate", "Expires", "Network", "TLS"], &rows);
    let end = format!("TLS ends at: {}", style.strong(&ends(answer)));
    let more = if answer["IsTruncated"].as_bool() == Some(true) { "\nNot all hops are shown." } else { "" };
    format!("{table}\n{end}{more}")
}

fn row(hop: &Value, hops: &[&Value], style: &Style) -> Vec<String> {
    let indent = match depth(hop, hops) {
        0 => String::new(),
        depth => format!("{}└ ", "  ".repeat(depth - 1)),
    };
    let arn = text(hop, "/CertificateArn");
    let certificate = match text(hop, "/CertificateSource") {
        "" => String::new(),
        source if arn.is_empty() => source.to_ascii_lowercase(),
        source => format!("{} {}", source.to_ascii_lowercase(), style.arn(arn)),
    };
    let network = match text(hop, "/Network") {
        "UNKNOWN" => style.waiting("not declared"),
        network => network.to_ascii_lowercase(),
    };
    let expires: String = moment(hop, "/CertificateNotAfter").chars().take(10).collect();
    vec![
        format!("{indent}{} {}", text(hop, "/Word"), text(hop, "/Name")),
        text(hop, "/Address").to_owned(),
        serves(hop),
        certificate,
        expires,
        network,
        tls(hop, style),
    ]
}

fn serves(hop: &Value) -> String {
    match (text(hop, "/Protocol"), text(hop, "/Answers")) {
        (protocol, "REDIRECT_TO_HTTPS") => format!("{protocol}, redirects to HTTPS"),
        (protocol, "REDIRECT") => format!("{protocol}, redirects"),
        (protocol, "FIXED_RESPONSE") => format!("{protocol}, fixed response"),
        (protocol, _) => protocol.to_owned(),
    }
}

fn tls(hop: &Value, style: &Style) -> String {
    match text(hop, "/Tls") {
        "ENDS" => style.good("ends here"),
        "ENDS_AND_BEGINS_AGAIN" => "ends and begins again".to_owned(),
        "PASSES_THROUGH" => "passes through".to_owned(),
        "PLAIN_TEXT" => style.waiting("plain text"),
        _ => String::new(),
    }
}

/// How many hops are before this one. Each comes after the one that sends to it.
fn depth(hop: &Value, hops: &[&Value]) -> usize {
    let before =
        |hop: &Value| hop.get("From").and_then(Value::as_u64).and_then(|place| hops.get(place as usize));
    let way = std::iter::successors(before(hop), |hop| before(hop));
    way.take(hops.len()).count()
}

/// What is wrong at which hop, why, and what to do.
pub(super) fn findings(answer: &Value, style: &Style) -> String {
    let mut lines = Vec::new();
    for finding in items(answer, "/Findings") {
        lines.push(style.bad(&format!("{} at {}", text(finding, "/Code"), text(finding, "/At"))));
        lines.push(format!("  {}", text(finding, "/Cause")));
        lines.push(format!("  {}", text(finding, "/NextStep")));
    }
    if lines.is_empty() {
        return style.good("Nothing is wrong.");
    }
    lines.join("\n")
}
