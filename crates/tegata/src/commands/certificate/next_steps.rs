//! What has to be done for a certificate's names to be proven, and who has to do it.

use serde_json::Value;

use super::super::{find, items, text};

/// What has to be done for the names to be proven, in lines.
pub(super) fn next_steps(explained: &Value, arn: &str) -> Vec<String> {
    let pending = || items(explained, "/Names").filter(|name| text(name, "/ValidationStatus") != "SUCCESS");
    let mut lines = Vec::new();
    let by_mail = pending().find(|name| items(name, "/AskedByMail").next().is_some());
    if let Some(name) = by_mail {
        let mailboxes: Vec<&str> = items(name, "/AskedByMail").filter_map(Value::as_str).collect();
        lines.push(format!("a mail with an approval link is sent to {}", mailboxes.join(", ")));
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
            "{}: the zone is hosted here, so the record is added automatically",
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
            "no zone here contains {}: add {these} at its DNS provider, or create the zone here with \
             `tegata zone create ZONE`",
            names.join(", ")
        ));
        lines.extend(
            elsewhere
                .iter()
                .map(|name| format!("  {} CNAME {}", text(name, "/RecordName"), text(name, "/RecordValue"))),
        );
        let short = find::short(arn);
        lines.push(format!(
            "to copy and paste: `tegata certificate records {short} --format text|zone|csv|terraform`"
        ));
    }
    lines
}

/// Whether it takes somebody's doing elsewhere, so that nothing is to be seen soon.
pub(super) fn waits_for_records(explained: &Value) -> bool {
    items(explained, "/Names")
        .any(|name| text(name, "/HostedZoneId").is_empty() && items(name, "/AskedByMail").next().is_none())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

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
            said.starts_with("no zone here contains a.example: add this record at its DNS provider"),
            "{said}"
        );
        assert_eq!(said.matches("_r.a.example. CNAME _v.validations.test.").count(), 1, "{said}");
        assert!(said.contains("tegata zone create") && said.contains("records 12345678 --format"), "{said}");
        assert!(waits_for_records(&explained));
    }

    #[test]
    fn a_name_of_a_zone_here_needs_nobody() {
        let explained = json!({ "Names": [name("a.example", "_r.a.example.", Some("Z1"))] });
        let said = next_steps(&explained, "arn");
        assert_eq!(said, ["a.example: the zone is hosted here, so the record is added automatically"]);
        assert!(!waits_for_records(&explained));
    }

    #[test]
    fn a_name_that_is_asked_for_by_mail_says_who_gets_it() {
        let name = json!({ "DomainName": "a.example", "ValidationStatus": "PENDING_VALIDATION",
            "AskedByMail": ["admin@a.example"] });
        let explained = json!({ "Names": [name] });
        let said = next_steps(&explained, "arn").join("\n");
        assert!(said.contains("admin@a.example") && said.contains("tegata mail list"), "{said}");
        assert!(!waits_for_records(&explained), "that a domain takes no mail is seen soon");
    }
}
