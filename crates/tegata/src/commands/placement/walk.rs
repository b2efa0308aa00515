//! What the hops of a path serve, for people.

use serde_json::Value;

use super::super::{items, moment, text};
use crate::output::{Style, table};

/// What each connection has shown.
pub(super) fn seen(answer: &Value, style: &Style) -> String {
    let rows: Vec<Vec<String>> = items(answer, "/Seen").map(|seen| row(seen, style)).collect();
    if rows.is_empty() {
        return "There is no hop to connect to.".to_owned();
    }
    let mut shown = table(style, &["Hop", "Served", "Certificate for", "Until", "Trusted by"], &rows);
    if answer["IsTruncated"].as_bool() == Some(true) {
        shown.push_str("\nNot all hops were connected to.");
    }
    shown
}

fn row(seen: &Value, style: &Style) -> Vec<String> {
    let served = match text(seen, "/Result") {
        "TLS" => text(seen, "/TlsVersion").to_owned(),
        "PLAIN_TEXT" => "plain text".to_owned(),
        "UNREACHABLE" => style.bad("unreachable"),
        "NOT_PERMITTED" => style.bad("not permitted"),
        _ => style.bad("no handshake"),
    };
    let names: Vec<&str> = items(seen, "/CertificateNames").filter_map(Value::as_str).collect();
    let trusted = match text(seen, "/TrustedBy") {
        "INSTANCE" => style.good("this instance"),
        "MACHINE" => style.good("this machine"),
        _ if names.is_empty() => String::new(),
        _ => style.waiting("no one here"),
    };
    let until: String = moment(seen, "/NotAfter").chars().take(10).collect();
    vec![text(seen, "/At").to_owned(), served, names.join(", "), until, trusted]
}
