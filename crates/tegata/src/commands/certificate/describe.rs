//! `tegata certificate describe`: one certificate.

use anyhow::Result;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::super::{days_left, items, moment, text};
use super::key_types::key;
use crate::client::Client;
use crate::output::{Style, fields};

/// What ACM tells of a certificate.
pub(crate) async fn describe(client: &Client, arn: &str) -> Result<Value> {
    client.call("acm", "DescribeCertificate", &json!({ "CertificateArn": arn })).await
}

/// The certificate for people; `now` is the instance's time, when it is known.
pub(super) fn shown(answer: &Value, now: Option<Timestamp>, style: &Style) -> String {
    let Some(certificate) = answer.get("Certificate") else { return String::new() };
    let of = |member: &str| text(certificate, &format!("/{member}")).to_owned();
    let list = |pointer: &str, member: &str| {
        let texts: Vec<&str> = items(certificate, pointer)
            .filter_map(|item| if member.is_empty() { item.as_str() } else { Some(text(item, member)) })
            .collect();
        texts.join("\n")
    };
    let validations: Vec<String> = items(certificate, "/DomainValidationOptions")
        .map(|option| {
            let status = style.status(text(option, "/ValidationStatus"));
            format!("{}  {status}\n  {}", text(option, "/DomainName"), awaited(option))
        })
        .collect();
    let mut until = moment(certificate, "/NotAfter");
    if let Some(left) = now.and_then(|now| days_left(certificate, "/NotAfter", now)) {
        until.push_str(&if left < 0 { "  (over)".to_owned() } else { format!("  ({left} days left)") });
    }
    let pairs = [
        ("ARN", of("CertificateArn")),
        ("Status", style.status(&of("Status"))),
        ("Reason", of("FailureReason")),
        ("Names", list("/SubjectAlternativeNames", "")),
        ("Type", of("Type")),
        ("Key", key(&of("KeyAlgorithm"))),
        ("Usages", list("/ExtendedKeyUsages", "/Name").replace('\n', ", ")),
        ("Issuer", of("Issuer")),
        ("Serial", of("Serial")),
        ("From", moment(certificate, "/NotBefore")),
        ("Until", until),
        ("Renewal", text(certificate, "/RenewalSummary/RenewalStatus").to_owned()),
        ("Used by", list("/InUseBy", "")),
        ("Validation", validations.join("\n")),
    ];
    let pairs: Vec<(&str, String)> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    fields(style, &pairs)
}

/// What proves a name: the record that has to be there, or the mailboxes of which one has to approve.
fn awaited(option: &Value) -> String {
    let record = |member: &str| text(option, &format!("/ResourceRecord/{member}"));
    if record("Name").is_empty() {
        let mailboxes: Vec<&str> = items(option, "/ValidationEmails").filter_map(Value::as_str).collect();
        return format!("approval by mail to {}", mailboxes.join(", "));
    }
    format!("{} {} {}", record("Name"), record("Type"), record("Value"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_spelled_as_commands_take_it_and_days_are_counted() {
        let certificate = json!({ "KeyAlgorithm": "EC-prime256v1", "NotAfter": 864_000, "Status": "ISSUED",
            "ExtendedKeyUsages": [{ "Name": "TLS_WEB_SERVER_AUTHENTICATION" }] });
        let told =
            shown(&json!({ "Certificate": certificate }), Some(Timestamp::UNIX_EPOCH), &Style::plain());
        assert!(told.contains("EC_prime256v1") && told.contains("(10 days left)"), "{told}");
        assert!(told.contains("TLS_WEB_SERVER_AUTHENTICATION"), "{told}");
    }
}
