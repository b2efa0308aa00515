use insta::assert_snapshot;
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::event::EventKind;

const CERTIFICATE: &str = "0192a5b0-7c1d-7e30-8f00-000000000001";

fn tenant() -> Tenant {
    Tenant {
        account: "123456789012".parse().expect("an account"),
        region: "us-east-1".parse().expect("a region"),
    }
}

fn event(kind: EventKind, subject: &str, detail: Value) -> Event {
    Event {
        at: "2026-11-23T10:00:00.123456Z".parse().expect("a time"),
        tenant: Some(tenant()),
        kind,
        subject: subject.to_owned(),
        detail,
    }
}

#[test]
fn an_event_of_acms_is_told_as_acm_tells_it() {
    let told = event(
        EventKind::CertificateAvailable,
        CERTIFICATE,
        json!({ "Action": "ISSUANCE", "CertificateType": "AMAZON_ISSUED", "CommonName": "example.com",
            "DomainValidationMethod": "DNS", "DaysToExpiry": 197, "InUse": false, "Exported": false }),
    );
    let told = serde_json::to_string_pretty(&envelope(17, &tenant(), &told)).expect("JSON");
    assert_snapshot!(told);
}

#[test]
fn each_kind_has_its_type_source_and_resource() {
    let kinds = [
        (EventKind::CertificateApproachingExpiration, CERTIFICATE),
        (EventKind::CertificateAvailable, CERTIFICATE),
        (EventKind::CertificateExpired, CERTIFICATE),
        (EventKind::CertificateRenewalActionRequired, CERTIFICATE),
        (EventKind::CertificateRevoked, CERTIFICATE),
        (EventKind::CertificateRequested, CERTIFICATE),
        (EventKind::MailGivenUp, CERTIFICATE),
        (EventKind::HostedZoneCreated, "Z0123456789ABC"),
        (EventKind::LoadBalancerCreated, "50dc6c495c0c9188"),
        (EventKind::ClockAdvanced, "clock"),
    ];
    let mut told = String::new();
    for (kind, subject) in kinds {
        let envelope = envelope(1, &tenant(), &event(kind, subject, json!({})));
        told +=
            &format!("{kind}: {} | {} | {}\n", envelope.source, envelope.detail_type, envelope.resources[0]);
    }
    assert_snapshot!(told);
}

proptest! {
    #[test]
    fn no_two_positions_share_an_identifier(one in 1..i64::MAX >> 2, other in 1..i64::MAX >> 2) {
        let at = event(EventKind::ClockAdvanced, "c", json!({})).at;
        prop_assert_eq!(identifier(one, at) == identifier(other, at), one == other);
        prop_assert_eq!(identifier(one, at).get_version_num(), 8);
    }
}
