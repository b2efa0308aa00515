//! What became of the certificates in a rehearsal, read from its events.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::Serialize;
use tegata_endpoints::certificate_arn;
use tegata_model::event::{Event, EventKind};

/// What became of a certificate, the worst last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Outcome {
    /// It was issued for the first time.
    Issued,
    /// Another version is served.
    Renewed,
    /// Its renewal waits for its owner.
    RenewalWaits,
    /// It was never issued: its names were not proven in time.
    TimedOut,
    /// It was never issued, for another reason.
    Failed,
    /// It ended.
    Expired,
}

/// A certificate to which something happened.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Life {
    pub(crate) certificate_arn: String,
    pub(crate) domain_name: String,
    pub(crate) outcome: Outcome,
    /// When that happened.
    pub(crate) at: Timestamp,
    /// How often it was renewed.
    pub(crate) renewals: u32,
    /// What it waits for, or why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) why: Option<String>,
}

/// What a rehearsal has shown.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Rehearsed {
    pub(crate) from: Timestamp,
    pub(crate) to: Timestamp,
    /// By certificate.
    #[serde(serialize_with = "lives")]
    pub(crate) certificates: BTreeMap<String, Life>,
    /// What happened to the authority.
    pub(crate) authority: Vec<String>,
    /// Names whose proof is elsewhere, and was taken as given.
    pub(crate) assumed: BTreeSet<String>,
}

fn lives<S: serde::Serializer>(lives: &BTreeMap<String, Life>, to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(lives.values())
}

impl Rehearsed {
    pub(super) fn new(from: Timestamp, to: Timestamp) -> Rehearsed {
        Rehearsed { from, to, certificates: BTreeMap::new(), authority: Vec::new(), assumed: BTreeSet::new() }
    }

    /// Takes note of an event.
    pub(super) fn note(&mut self, event: &Event) {
        if matches!(event.kind, EventKind::AuthorityIntermediateMade | EventKind::AuthorityRootEnds) {
            self.authority.push(format!("{} {}", event.at, event.kind));
            return;
        }
        let text = |member: &str| event.detail.get(member).and_then(serde_json::Value::as_str);
        let outcome = match (event.kind, text("Action")) {
            (EventKind::CertificateAvailable, Some("RENEWAL")) => Outcome::Renewed,
            (EventKind::CertificateAvailable, _) => Outcome::Issued,
            (EventKind::CertificateRenewalActionRequired, _) => Outcome::RenewalWaits,
            (EventKind::CertificateValidationTimedOut, _) => Outcome::TimedOut,
            (EventKind::CertificateFailed, _) => Outcome::Failed,
            (EventKind::CertificateExpired, _) => Outcome::Expired,
            _ => return,
        };
        let (Some(tenant), Ok(id)) = (&event.tenant, event.subject.parse()) else { return };
        let arn = certificate_arn(tenant, id);
        let why = text("RenewalStatusReason").or(text("Cause")).map(str::to_owned);
        let life = self.certificates.entry(event.subject.clone()).or_insert_with(|| Life {
            certificate_arn: arn,
            domain_name: text("CommonName").unwrap_or_default().to_owned(),
            outcome,
            at: event.at,
            renewals: 0,
            why: None,
        });
        // The last word counts: a renewal that waited and came is a renewal. That something expired says why before.
        if outcome != Outcome::Expired {
            life.why = why;
        }
        life.renewals += u32::from(outcome == Outcome::Renewed);
        (life.outcome, life.at) = (outcome, event.at);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tegata_model::Tenant;

    use super::*;

    fn event(kind: EventKind, detail: serde_json::Value, seconds: i64) -> Event {
        let tenant = Tenant {
            account: "123456789012".parse().expect("an account"),
            region: "us-east-1".parse().expect("a region"),
        };
        Event {
            at: Timestamp::from_second(seconds).expect("a time"),
            tenant: Some(tenant),
            kind,
            subject: "01a220ed-dc3b-7f86-881f-475cb7254033".to_owned(),
            detail,
        }
    }

    fn last(events: &[Event]) -> Life {
        let mut rehearsed = Rehearsed::new(Timestamp::UNIX_EPOCH, Timestamp::UNIX_EPOCH);
        events.iter().for_each(|event| rehearsed.note(event));
        rehearsed.certificates.into_values().next().expect("a certificate")
    }

    #[test]
    fn the_last_word_counts() {
        let waits = event(
            EventKind::CertificateRenewalActionRequired,
            json!({ "RenewalStatusReason": "CAA_ERROR" }),
            1,
        );
        let renewed = event(
            EventKind::CertificateAvailable,
            json!({ "Action": "RENEWAL", "CommonName": "a.example" }),
            2,
        );
        let life = last(&[waits.clone(), renewed]);
        assert_eq!((life.outcome, life.renewals, life.why), (Outcome::Renewed, 1, None));
        let life = last(&[waits, event(EventKind::CertificateExpired, json!({}), 3)]);
        assert_eq!((life.outcome, life.why.as_deref()), (Outcome::Expired, Some("CAA_ERROR")));
        assert!(life.certificate_arn.ends_with("certificate/01a220ed-dc3b-7f86-881f-475cb7254033"));
    }
}
