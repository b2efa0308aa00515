//! Events about certificates. Where ACM has one, the detail is that of its EventBridge event
//! (ACM User Guide, "Amazon EventBridge support", 2026) and [`EventKind::bridge_name`] gives its name.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Certificate, ExportOption, FailureReason, MethodUpdate, Purpose, Usage, Version};
use crate::event::{Event, EventKind};

pub(super) fn requested(certificate: &Certificate, now: Timestamp) -> Event {
    let names: Vec<&str> = certificate.names().iter().map(|name| name.name.as_str()).collect();
    of(certificate, EventKind::CertificateRequested, json!({ "Names": names }), now)
}

pub(super) fn validated(certificate: &Certificate, now: Timestamp) -> Event {
    of(certificate, EventKind::CertificateValidated, json!({ "CommonName": certificate.domain_name() }), now)
}

/// It was noted as expired by a clock that was wrong.
pub(super) fn not_expired(certificate: &Certificate, now: Timestamp) -> Event {
    of(certificate, EventKind::CertificateNotExpired, json!({ "CommonName": certificate.domain_name() }), now)
}

pub(super) fn failed(certificate: &Certificate, reason: FailureReason, why: &str, now: Timestamp) -> Event {
    let detail =
        json!({ "CommonName": certificate.domain_name(), "FailureReason": reason.as_str(), "Cause": why });
    of(certificate, EventKind::CertificateFailed, detail, now)
}

pub(super) fn timed_out(certificate: &Certificate, now: Timestamp) -> Event {
    let detail = json!({ "CommonName": certificate.domain_name() });
    of(certificate, EventKind::CertificateValidationTimedOut, detail, now)
}

/// The names are to be proven by another method, are from now on, or could not be.
pub(super) fn method_update(certificate: &Certificate, now: Timestamp) -> Event {
    let status = certificate.method_update().map(MethodUpdate::status);
    let detail = json!({ "CommonName": certificate.domain_name(), "To": "DNS", "Status": status });
    of(certificate, EventKind::CertificateValidationMethodUpdate, detail, now)
}

pub(super) fn renewal_started(certificate: &Certificate, attempt: u32, now: Timestamp) -> Event {
    let detail = json!({ "CommonName": certificate.domain_name(), "Attempt": attempt });
    of(certificate, EventKind::CertificateRenewalStarted, detail, now)
}

pub(super) fn available(certificate: &Certificate, purpose: Purpose, usage: Usage, now: Timestamp) -> Event {
    let action = match purpose {
        Purpose::FirstIssue => "ISSUANCE",
        Purpose::Renewal => "RENEWAL",
    };
    became_available(certificate, action, usage, now)
}

/// What was imported is available at once; `action` is `IMPORT` or `REIMPORT`.
pub(super) fn imported(certificate: &Certificate, action: &str, usage: Usage, now: Timestamp) -> Event {
    became_available(certificate, action, usage, now)
}

fn became_available(certificate: &Certificate, action: &str, usage: Usage, now: Timestamp) -> Event {
    let mut detail = json!({ "Action": action });
    describe(&mut detail, certificate, usage);
    detail["CertificateCreatedDate"] = json!(iso(certificate.created_at));
    detail["DaysToExpiry"] = json!(days_to_expiry(certificate, now));
    of(certificate, EventKind::CertificateAvailable, detail, now)
}

pub(super) fn expired(certificate: &Certificate, usage: Usage, now: Timestamp) -> Event {
    let mut detail = json!({});
    describe(&mut detail, certificate, usage);
    detail["CertificateCreatedDate"] = json!(iso(certificate.created_at));
    of(certificate, EventKind::CertificateExpired, detail, now)
}

/// A missing record has no failure reason; here, and only here, ACM calls it `PENDING_DOMAIN_VALIDATION`.
pub(super) fn renewal_action_required(
    certificate: &Certificate,
    reason: Option<FailureReason>,
    usage: Usage,
    now: Timestamp,
) -> Event {
    let mut detail = json!({});
    describe(&mut detail, certificate, usage);
    detail["RenewalStatusReason"] = json!(reason.map_or("PENDING_DOMAIN_VALIDATION", FailureReason::as_str));
    detail["DaysToExpiry"] = json!(days_to_expiry(certificate, now));
    of(certificate, EventKind::CertificateRenewalActionRequired, detail, now)
}

/// Key and certificate were exported. ACM has no such event; the owner of the key wants one.
pub(super) fn exported(certificate: &Certificate, version: &Version, now: Timestamp) -> Event {
    let detail = json!({
        "CommonName": certificate.domain_name(),
        "Version": version.number,
        "Serial": version.serial.colons(),
    });
    of(certificate, EventKind::CertificateExported, detail, now)
}

/// Revoked. `Exportable` since only exported certificates are.
pub(super) fn revoked(certificate: &Certificate, now: Timestamp) -> Event {
    let mut detail = json!({
        "CertificateType": certificate.origin().as_str(),
        "CommonName": certificate.domain_name(),
        "FirstSubjectAlternativeName": certificate.dns_names().next().unwrap_or_default(),
        "CertificateKeyPairOrigin": certificate.key_pair_origin(),
        "Exportable": certificate.export == ExportOption::Enabled,
    });
    if let Some(version) = &certificate.version {
        detail["CertificateExpirationDate"] = json!(iso(version.not_after));
    }
    of(certificate, EventKind::CertificateRevoked, detail, now)
}

/// A renewal still waits for its owner, `days` before the end.
pub(super) fn renewal_reminder(
    certificate: &Certificate,
    reason: Option<FailureReason>,
    usage: Usage,
    days: u32,
    now: Timestamp,
) -> Event {
    let mut reminder = renewal_action_required(certificate, reason, usage, now);
    reminder.detail["DaysToExpiry"] = json!(days);
    reminder
}

/// The end is `days` away.
pub(super) fn approaching_expiration(certificate: &Certificate, days: u32, now: Timestamp) -> Event {
    let validity =
        |version: &Version| version.not_before.duration_until(version.not_after).as_hours() / 24 + 1;
    let detail = json!({
        "DaysToExpiry": days,
        "CommonName": certificate.domain_name(),
        "ValidityInDays": certificate.version.as_ref().map_or(0, validity),
        "FirstSubjectAlternativeName": certificate.dns_names().next().unwrap_or_default(),
        "CertificateKeyPairOrigin": certificate.key_pair_origin(),
    });
    of(certificate, EventKind::CertificateApproachingExpiration, detail, now)
}

/// What somebody deleted, as it last was.
#[must_use]
pub fn deleted(certificate: &Certificate, now: Timestamp) -> Event {
    let detail = json!({ "CommonName": certificate.domain_name(), "Status": certificate.status().as_str() });
    of(certificate, EventKind::CertificateDeleted, detail, now)
}

fn describe(detail: &mut Value, certificate: &Certificate, usage: Usage) {
    detail["CertificateType"] = json!(certificate.origin().as_str());
    detail["CommonName"] = json!(certificate.domain_name());
    detail["FirstSubjectAlternativeName"] = json!(certificate.dns_names().next().unwrap_or_default());
    if let Some(method) = certificate.method() {
        detail["DomainValidationMethod"] = json!(method.as_str());
    }
    detail["CertificateKeyPairOrigin"] = json!(certificate.key_pair_origin());
    if let Some(version) = &certificate.version {
        detail["CertificateExpirationDate"] = json!(iso(version.not_after));
    }
    detail["InUse"] = json!(usage == Usage::InUse);
    detail["Exported"] = json!(certificate.exported.is_some());
}

fn days_to_expiry(certificate: &Certificate, now: Timestamp) -> i64 {
    let left = |version: &Version| now.duration_until(version.not_after).as_hours() / 24;
    certificate.version.as_ref().map_or(0, left).max(0)
}

/// Whole seconds, as AWS writes its dates.
fn iso(at: Timestamp) -> String {
    Timestamp::from_second(at.as_second()).unwrap_or(at).to_string()
}

fn of(certificate: &Certificate, kind: EventKind, detail: Value, now: Timestamp) -> Event {
    Event {
        at: now,
        tenant: Some(certificate.tenant.clone()),
        kind,
        subject: certificate.id.to_string(),
        detail,
    }
}
