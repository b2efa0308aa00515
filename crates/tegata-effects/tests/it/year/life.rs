//! One certificate's lines of the log, held against the guide (ACM User Guide, "Managed renewal" and "Amazon EventBridge
//! support").

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::Kind;
use crate::town::DAY;

/// The days on which a renewal that waits for its owner is told of.
const REMINDED: [i64; 6] = [45, 30, 15, 7, 3, 1];
/// A step of the rehearsal, and what the effects take on top: nothing can be told more exactly.
const STEP: SignedDuration = SignedDuration::from_hours(49);

/// What was told of one certificate so far.
pub(super) struct Life {
    pub(super) kind: Kind,
    not_after: Option<Timestamp>,
    /// The attempt that runs, and when it began.
    attempt: Option<(u64, Timestamp)>,
    has_ended: bool,
    was_requested: bool,
    was_validated: bool,
    /// The days that were told of the end that counts.
    approached: BTreeSet<i64>,
    totals: Totals,
}

/// How often something was told.
#[derive(Debug, Default, Clone)]
pub(super) struct Totals {
    issued: u32,
    imported: u32,
    renewed: u32,
    expired: u32,
    revoked: u32,
    failed: u32,
    timed_out: u32,
    attempts: u32,
    approached: u32,
    /// The days of the calls to act.
    action_required: Vec<i64>,
}

impl Life {
    pub(super) fn new(kind: Kind) -> Life {
        Life {
            kind,
            not_after: None,
            attempt: None,
            has_ended: false,
            was_requested: false,
            was_validated: false,
            approached: BTreeSet::new(),
            totals: Totals::default(),
        }
    }

    pub(super) fn totals(self) -> Totals {
        self.totals
    }

    /// Takes the next line.
    pub(super) fn take(&mut self, at: Timestamp, kind: &str, detail: &Value) {
        let line = format!("{:?} {at} {kind} {detail}", self.kind);
        assert!(!self.has_ended, "nothing is told after the end: {line}");
        let name = detail["CommonName"].as_str().unwrap_or_default();
        assert!(kind == "certificate.requested" || name.starts_with('n'), "{line}");
        match kind {
            "certificate.requested" => {
                assert!(!self.was_requested && self.not_after.is_none(), "{line}");
                self.was_requested = true;
            }
            "certificate.validated" => {
                assert!(self.was_requested && (self.not_after.is_none() || self.attempt.is_some()), "{line}");
                self.was_validated = true;
            }
            "certificate.available" => self.take_available(at, detail, &line),
            "certificate.exported" => assert!(self.not_after.is_some(), "{line}"),
            "certificate.renewal-started" => self.take_attempt(at, detail, &line),
            "certificate.renewal-action-required" => self.take_call(at, detail, &line),
            "certificate.approaching-expiration" => self.take_approach(at, detail, &line),
            "certificate.expired" => {
                self.has_all(
                    detail,
                    &["CertificateType", "CertificateCreatedDate", "InUse", "Exported"],
                    &line,
                );
                assert!(self.not_after.is_some_and(|end| end < at && at < end + STEP), "{line}");
                self.totals.expired += 1;
                self.has_ended = true;
            }
            "certificate.revoked" => {
                self.has_all(detail, &["CertificateType", "CertificateExpirationDate", "Exportable"], &line);
                assert_eq!(detail["Exportable"], true, "{line}");
                self.totals.revoked += 1;
                self.has_ended = true;
            }
            "certificate.failed" => {
                assert!(self.not_after.is_none(), "{line}");
                assert_eq!(detail["FailureReason"], "DOMAIN_NOT_ALLOWED", "{line}");
                self.totals.failed += 1;
                self.has_ended = true;
            }
            "certificate.validation-timed-out" => {
                assert!(self.not_after.is_none(), "{line}");
                self.totals.timed_out += 1;
                self.has_ended = true;
            }
            _ => panic!("nobody knows what this is: {line}"),
        }
    }

    fn take_available(&mut self, at: Timestamp, detail: &Value, line: &str) {
        let members =
            ["CertificateType", "CertificateCreatedDate", "InUse", "Exported", "CertificateKeyPairOrigin"];
        self.has_all(detail, &members, line);
        let end: Timestamp = text(detail, "CertificateExpirationDate").parse().expect("a date");
        assert_eq!(detail["DaysToExpiry"].as_i64(), Some(at.duration_until(end).as_hours() / 24), "{line}");
        match text(detail, "Action") {
            "IMPORT" => {
                assert!(self.kind == Kind::Imported && self.not_after.is_none(), "{line}");
                assert_eq!(text(detail, "CertificateType"), "IMPORTED", "{line}");
                self.totals.imported += 1;
            }
            "ISSUANCE" => {
                assert!(self.was_validated && self.not_after.is_none(), "{line}");
                self.totals.issued += 1;
            }
            "RENEWAL" => {
                assert!(self.was_validated && self.attempt.is_some(), "{line}");
                let before = self.not_after.expect("it had a version");
                assert!(at <= before && before < end, "{line}");
                self.totals.renewed += 1;
            }
            _ => panic!("{line}"),
        }
        // 198 days now, 100 from 15 March 2027, both ends counted.
        let longest = if at < "2027-03-15T00:00:00Z".parse().expect("a time") { 198 } else { 100 };
        if self.kind != Kind::Imported {
            assert_eq!((at.duration_until(end).as_hours() / 24) + 1, longest, "{line}");
        }
        (self.not_after, self.attempt, self.was_validated) = (Some(end), None, false);
        self.approached.clear();
    }

    fn take_attempt(&mut self, at: Timestamp, detail: &Value, line: &str) {
        let eligible = !matches!(self.kind, Kind::Unused | Kind::Imported | Kind::Unproven | Kind::Reserved);
        assert!(eligible, "{line}");
        let end = self.not_after.expect("it has a version");
        assert!(end - DAY * 45 <= at && at <= end, "within the last 45 days: {line}");
        let number = detail["Attempt"].as_u64().expect("a number");
        match self.attempt {
            None => assert_eq!(number, 1, "{line}"),
            Some((before, since)) => {
                assert_eq!(number, before + 1, "{line}");
                // After 72 hours; after an hour when CAA refused.
                let pause = SignedDuration::from_hours(if self.kind == Kind::Forbidden { 1 } else { 72 });
                assert!(since + pause <= at, "{line}");
            }
        }
        self.attempt = Some((number, at));
        self.totals.attempts += 1;
    }

    fn take_call(&mut self, at: Timestamp, detail: &Value, line: &str) {
        let members =
            ["CertificateType", "DomainValidationMethod", "CertificateExpirationDate", "InUse", "Exported"];
        self.has_all(detail, &members, line);
        assert!(self.attempt.is_some(), "{line}");
        let reason = if self.kind == Kind::Forbidden { "CAA_ERROR" } else { "PENDING_DOMAIN_VALIDATION" };
        assert_eq!(text(detail, "RenewalStatusReason"), reason, "{line}");
        let days = detail["DaysToExpiry"].as_i64().expect("days");
        let end = self.not_after.expect("it has a version");
        assert!((at.duration_until(end) - DAY * i32::try_from(days).expect("small")).abs() < STEP, "{line}");
        self.totals.action_required.push(days);
    }

    fn take_approach(&mut self, at: Timestamp, detail: &Value, line: &str) {
        self.has_all(
            detail,
            &["ValidityInDays", "CertificateKeyPairOrigin", "FirstSubjectAlternativeName"],
            line,
        );
        let days = detail["DaysToExpiry"].as_i64().expect("days");
        assert!((1..=45).contains(&days), "{line}");
        assert!(self.approached.insert(days), "once a day: {line}");
        assert!(self.approached.first() == Some(&days), "the end comes nearer: {line}");
        let moment = self.not_after.expect("it has a version") - DAY * i32::try_from(days).expect("small");
        assert!(moment <= at && at < moment + STEP, "{line}");
        self.totals.approached += 1;
    }

    fn has_all(&self, detail: &Value, members: &[&str], line: &str) {
        for member in members {
            let left_out = *member == "DomainValidationMethod" && self.kind == Kind::Imported;
            assert!(left_out || !detail[*member].is_null(), "{member} is missing: {line}");
        }
    }
}

impl Totals {
    /// What a year comes to for a certificate of this kind.
    pub(super) fn check(&self, kind: Kind) {
        let what = format!("{kind:?} {self:?}");
        let acted = !self.action_required.is_empty();
        let reminded = |days: &[i64]| days.iter().all(|day| self.action_required.contains(day));
        let quiet = self.failed + self.timed_out + self.revoked == 0;
        match kind {
            Kind::Used => {
                assert!(self.renewed >= 2 && self.expired == 0 && !acted && quiet, "{what}");
                assert_eq!(self.attempts, self.renewed, "each comes through at once: {what}");
            }
            Kind::Unused => {
                assert!(self.attempts == 0 && self.expired == 1 && !acted && quiet, "{what}");
                assert_eq!(self.approached, 45, "{what}");
            }
            // Exported once: renewed once, and then no one outside has the new key.
            Kind::Exported => {
                assert!(self.renewed == 1 && self.expired == 1 && !acted && quiet, "{what}");
            }
            Kind::RecordLost | Kind::Forbidden => {
                assert!(self.renewed >= 1 && self.expired == 0 && acted && quiet, "{what}");
                assert!(reminded(&[30, 15]), "{what}");
            }
            Kind::RecordGone => {
                assert!(self.renewed == 0 && self.expired == 1 && quiet, "{what}");
                assert!(reminded(&REMINDED[1..]), "{what}");
                // One each 72 hours of 45 days; in steps of a day the next one may begin a day later.
                assert!((11..=16).contains(&self.attempts), "{what}");
            }
            Kind::Approved => {
                assert!(self.renewed >= 2 && self.expired == 0 && acted && quiet, "{what}");
            }
            Kind::Unapproved => {
                assert!(self.renewed == 0 && self.expired == 1 && quiet, "{what}");
                assert!(reminded(&REMINDED[1..]) && self.attempts >= 10, "{what}");
            }
            Kind::Revoked => assert!(self.revoked == 1 && self.expired + self.renewed == 0, "{what}"),
            // ACM sends no event when an imported certificate has expired.
            Kind::Imported => {
                assert!(self.imported == 1 && self.attempts + self.expired == 0 && !acted, "{what}");
                assert_eq!(self.approached, 45, "{what}");
            }
            Kind::Unproven => assert!(self.timed_out == 1 && self.issued == 0, "{what}"),
            Kind::Reserved => assert!(self.failed == 1 && self.issued == 0, "{what}"),
        }
    }
}

fn text<'a>(detail: &'a Value, member: &str) -> &'a str {
    detail[member].as_str().unwrap_or_default()
}
