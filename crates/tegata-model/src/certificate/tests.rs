//! The decisions about certificates, each on its own.

use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use uuid::Uuid;

use super::evidence::{Evidence, KEPT, LookUp, LookUpResult, ProofSeen, Question};
use super::fail::{Failure, failed, timed_out};
use super::issue::{CaaResult, CaaVerdict, Issuable, NotIssuable, VersionNotAwaited, issued, plan_issue};
use super::notice::notices;
use super::proof::{look_again_at, pending_bases, proofs_seen};
use super::request::{CertificateRequest, NamePolicy, RequestRefused, plan_request};
use super::*;
use crate::account_configuration::AccountConfiguration;
use crate::event::EventKind;
use crate::tag::{Tag, TagRefused};
use crate::{AccountId, AuthorityId, CertificateId, Region, Tenant};

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

pub(super) const DAY: SignedDuration = SignedDuration::from_hours(24);

pub(super) fn ask(names: &[&str]) -> CertificateRequest {
    CertificateRequest {
        domain_name: names[0].to_owned(),
        alternative_names: names[1..].iter().map(|&name| name.to_owned()).collect(),
        key_algorithm: None,
        method: Some(ValidationMethod::Dns),
        validation_domains: Vec::new(),
        export: ExportOption::Disabled,
        transparency: Default::default(),
        managed_by: None,
        tags: Vec::new(),
    }
}

pub(super) fn begin(names: &[&str], policy: &NamePolicy, now: Timestamp) -> Progress {
    let tenant = Tenant {
        account: AccountId::try_from("123456789012".to_owned()).expect("an account"),
        region: Region::try_from("us-east-1".to_owned()).expect("a region"),
    };
    let draft = plan_request(&ask(names), 100).expect("a good request");
    draft.begin(CertificateId(Uuid::nil()), tenant, None, policy, now, |base| {
        ValidationRecord::new(base, 1, 2, "abcdefghij", "acm-validations.aws")
    })
}

pub(crate) fn requested(names: &[&str], now: Timestamp) -> Certificate {
    begin(names, &NamePolicy::default(), now).certificate
}

pub(super) fn good(base: &str) -> ProofSeen {
    ProofSeen { base: base.to_owned(), sighting: LookUpResult::Good }
}

pub(super) fn bad(base: &str) -> ProofSeen {
    ProofSeen { base: base.to_owned(), sighting: LookUpResult::Bad { why: "no such name".to_owned() } }
}

pub(super) fn permitted(certificate: &Certificate, now: Timestamp) -> Vec<CaaResult> {
    let permit = |name: &NameValidation| CaaResult {
        name: name.name.clone(),
        verdict: CaaVerdict::Permitted,
        at: now,
    };
    certificate.names().iter().map(permit).collect()
}

pub(super) fn version_of(issuable: &Issuable, now: Timestamp) -> Version {
    Version {
        number: issuable.number(),
        serial: Serial::from_random([7; 16]),
        not_before: issuable.window().not_before,
        not_after: issuable.window().not_after,
        issued_at: now,
        authority: Some(AuthorityId(Uuid::nil())),
        issuer: "Tegata".to_owned(),
        signature_algorithm: "SHA256WITHECDSA".to_owned(),
    }
}

fn all_good(certificate: Certificate, usage: Usage, now: Timestamp) -> Progress {
    let seen: Vec<ProofSeen> = pending_bases(&certificate).into_iter().map(good).collect();
    proofs_seen(certificate, &seen, usage, now).expect("something is pending")
}

fn issue(certificate: Certificate, usage: Usage, now: Timestamp) -> Progress {
    let certificate = all_good(certificate, usage, now).certificate;
    let issuable = plan_issue(&certificate, &permitted(&certificate, now), now).expect("issuable");
    issued(certificate, version_of(&issuable, now), usage, now).expect("waited for")
}

fn kinds(progress: &Progress) -> Vec<&str> {
    progress.events.iter().map(|event| event.kind.as_str()).collect()
}

#[test]
fn names_fold_and_the_domain_name_stands_first() {
    let certificate = requested(
        &["www.example.com", "example.com", "WWW.example.com", "*.example.com"],
        at("2026-11-23T00:00:00Z"),
    );
    let names: Vec<&str> = certificate.names().iter().map(|name| name.name.as_str()).collect();
    assert_eq!(names, ["www.example.com", "example.com", "*.example.com"]);
    assert_eq!(
        certificate.names()[1].record,
        certificate.names()[2].record,
        "apex and wildcard share the record"
    );
}

#[test]
fn bad_requests_are_refused_with_their_reason() {
    let base = ask(&["example.com"]);
    let long = format!("{}.{}.example.com", "a".repeat(40), "b".repeat(40));
    let cases: Vec<(CertificateRequest, RequestRefused)> = vec![
        (ask(&[&long]), RequestRefused::FirstNameTooLong),
        (
            CertificateRequest { key_algorithm: Some("RSA_4096".to_owned()), ..base.clone() },
            RequestRefused::KeyAlgorithm("RSA_4096".to_owned()),
        ),
        (
            CertificateRequest { method: Some(ValidationMethod::Http), ..base.clone() },
            RequestRefused::HttpUnmanaged,
        ),
        (
            CertificateRequest {
                validation_domains: vec![("other.com".to_owned(), "other.com".to_owned())],
                ..base.clone()
            },
            RequestRefused::ValidationDomainWithoutName { name: "other.com".to_owned() },
        ),
        (
            CertificateRequest {
                validation_domains: vec![("example.com".to_owned(), "www.example.com".to_owned())],
                ..base.clone()
            },
            RequestRefused::ValidationDomainNotAbove {
                name: "example.com".to_owned(),
                domain: "www.example.com".to_owned(),
            },
        ),
        (
            CertificateRequest { tags: vec![Tag { key: "aws:x".to_owned(), value: None }], ..base.clone() },
            RequestRefused::Tags(TagRefused::Reserved("aws:x".to_owned())),
        ),
    ];
    for (ask, refused) in cases {
        assert_eq!(plan_request(&ask, 100), Err(refused));
    }
    assert!(matches!(plan_request(&ask(&["ab--c.example.com"]), 100), Err(RequestRefused::Name(_))));
    assert_eq!(plan_request(&ask(&["a.example.com", "b.example.com"]), 1), Err(RequestRefused::TooManyNames));
    let above = vec![("www.example.com".to_owned(), "example.com".to_owned())];
    assert!(
        plan_request(&CertificateRequest { validation_domains: above, ..ask(&["www.example.com"]) }, 1)
            .is_ok()
    );
    let long_second = ask(&["example.com", &long]);
    assert!(plan_request(&long_second, 10).is_ok(), "only the first name has to fit the common name");
}

#[test]
fn a_name_against_policy_fails_the_certificate_and_no_other_name() {
    let policy = NamePolicy {
        reserved_suffixes: vec!["amazonaws.com".to_owned()],
        public_top_level_domains: Some(vec!["com".to_owned()]),
    };
    let now = at("2026-11-23T00:00:00Z");
    let progress = begin(&["example.com", "x.amazonaws.com"], &policy, now);
    assert_eq!(progress.certificate.status(), Status::Failed);
    assert_eq!(progress.certificate.failure_reason(), Some(FailureReason::DomainNotAllowed));
    assert_eq!(progress.certificate.names()[0].state, NameState::Pending);
    assert_eq!(
        (progress.next, kinds(&progress)),
        (Next::Nothing, vec!["certificate.requested", "certificate.failed"])
    );
    let private = begin(&["db.internal"], &policy, now).certificate;
    assert_eq!(private.failure_reason(), Some(FailureReason::InvalidPublicDomain));
    assert_eq!(begin(&["notamazonaws.com"], &policy, now).certificate.status(), Status::PendingValidation);
    assert_eq!(requested(&["db.internal"], now).status(), Status::PendingValidation);
}

#[test]
fn it_is_issued_once_every_name_is_proven_and_caa_permits() {
    let now = at("2026-11-23T10:00:00Z");
    let certificate = requested(&["example.com", "*.example.com", "www.example.com"], now);
    assert_eq!(pending_bases(&certificate), ["example.com", "www.example.com"]);

    let half = proofs_seen(certificate, &[good("example.com"), bad("www.example.com")], Usage::Unused, now)
        .expect("pending");
    assert_eq!((half.next, kinds(&half)), (Next::LookUpProofs, vec![]));
    let caa = permitted(&half.certificate, now);
    assert!(matches!(plan_issue(&half.certificate, &caa, now), Err(NotIssuable::NotProven { .. })));

    let whole =
        proofs_seen(half.certificate, &[good("www.example.com")], Usage::Unused, now).expect("pending");
    assert_eq!((whole.next, kinds(&whole)), (Next::Issue, vec!["certificate.validated"]));
    assert_eq!(whole.certificate.status(), Status::PendingValidation);
    let again = proofs_seen(whole.certificate, &[good("example.com")], Usage::Unused, now).expect("pending");
    assert_eq!((again.next, again.events.len()), (Next::Issue, 0), "what is known already tells nothing");

    let issuable = plan_issue(&again.certificate, &caa, now).expect("issuable");
    let done = issued(again.certificate, version_of(&issuable, now), Usage::Unused, now).expect("waited for");
    assert_eq!(done.certificate.status(), Status::Issued);
    assert_eq!(kinds(&done), ["certificate.available"]);
    assert_eq!(done.events[0].detail["Action"], "ISSUANCE");
    assert_eq!(done.events[0].detail["CertificateExpirationDate"], "2027-06-08T23:59:59Z");
    assert_eq!(done.events[0].detail["DaysToExpiry"], 197);
    assert_eq!(
        proofs_seen(done.certificate, &[good("example.com")], Usage::Unused, now),
        Err(NothingPending)
    );
}

#[test]
fn caa_decides_last() {
    let now = at("2026-11-23T10:00:00Z");
    let certificate =
        all_good(requested(&["example.com", "*.example.com"], now), Usage::Unused, now).certificate;
    let verdict = |verdict: CaaVerdict, at: Timestamp| {
        let mut caa = permitted(&certificate, now);
        caa[1].verdict = verdict;
        caa[1].at = at;
        plan_issue(&certificate, &caa, now)
    };
    assert!(verdict(CaaVerdict::Permitted, now).is_ok());
    let stale = verdict(CaaVerdict::Permitted, now - SignedDuration::from_hours(9));
    assert!(matches!(stale, Err(NotIssuable::CaaUnknown { .. })));
    assert!(matches!(plan_issue(&certificate, &[], now), Err(NotIssuable::CaaUnknown { .. })));
    let unanswered = verdict(CaaVerdict::Unanswered { why: "SERVFAIL".to_owned() }, now);
    assert!(matches!(unanswered, Err(NotIssuable::CaaUnknown { .. })));
    let Err(NotIssuable::Forbidden(failure)) =
        verdict(CaaVerdict::Forbidden { why: "\";\"".to_owned() }, now)
    else {
        panic!("forbidden is forbidden");
    };
    let progress = failed(certificate.clone(), &failure, Usage::Unused, now).expect("pending");
    assert_eq!(progress.certificate.status(), Status::Failed);
    assert_eq!(progress.certificate.failure_reason(), Some(FailureReason::CaaError));
    assert_eq!(progress.certificate.names()[1].state, NameState::Failed { reason: FailureReason::CaaError });
    assert!(matches!(progress.certificate.names()[0].state, NameState::Proven { .. }));
    assert_eq!(kinds(&progress), ["certificate.failed"]);
}

#[test]
fn what_cannot_be_made_fails_for_another_reason() {
    let now = at("2026-11-23T10:00:00Z");
    let failure = Failure { reason: FailureReason::Other, names: Vec::new(), why: "lint".to_owned() };
    let progress = failed(requested(&["example.com"], now), &failure, Usage::Unused, now).expect("pending");
    assert_eq!(progress.certificate.failure_reason(), Some(FailureReason::Other));
    assert!(failed(progress.certificate, &failure, Usage::Unused, now).is_err(), "it fails once");
}

#[test]
fn proving_ends_after_seventy_two_hours() {
    let start = at("2026-11-23T10:00:00Z");
    let end = start + VALIDATION_LIMIT;
    let certificate = requested(&["example.com", "www.example.com"], start);
    let certificate =
        proofs_seen(certificate, &[good("example.com")], Usage::Unused, start).expect("pending").certificate;
    assert_eq!(timed_out(certificate.clone(), Usage::Unused, end - SignedDuration::from_secs(1)), None);
    let progress = timed_out(certificate.clone(), Usage::Unused, end).expect("over");
    assert_eq!(progress.certificate.status(), Status::ValidationTimedOut);
    assert!(matches!(progress.certificate.names()[0].state, NameState::Proven { .. }));
    assert_eq!(progress.certificate.names()[1].state, NameState::TimedOut);
    assert_eq!(progress.certificate.failure_reason(), None);
    assert_eq!(kinds(&progress), ["certificate.validation-timed-out"]);
    let proven = all_good(certificate, Usage::Unused, start).certificate;
    assert_eq!(timed_out(proven, Usage::Unused, end), None, "the owner has done everything");
}

#[test]
fn only_the_version_that_is_waited_for_is_taken() {
    let now = at("2026-11-23T10:00:00Z");
    let certificate = all_good(requested(&["example.com"], now), Usage::Unused, now).certificate;
    let issuable = plan_issue(&certificate, &permitted(&certificate, now), now).expect("issuable");
    let version = version_of(&issuable, now);
    let other = Version { number: 2, ..version.clone() };
    assert_eq!(issued(certificate.clone(), other, Usage::Unused, now), Err(VersionNotAwaited));
    let done = issued(certificate, version.clone(), Usage::Unused, now).expect("waited for").certificate;
    assert_eq!(
        issued(done, version, Usage::Unused, now),
        Err(VersionNotAwaited),
        "a job done twice issues once"
    );
}

#[test]
fn a_certificate_in_use_is_renewed_before_it_expires() {
    let start = at("2026-11-23T10:00:00Z");
    let certificate = issue(requested(&["example.com"], start), Usage::Unused, start).certificate;
    let not_after = certificate.version.as_ref().expect("issued").not_after;
    let due = not_after - 45 * DAY;
    let early = due - SignedDuration::from_secs(1);
    assert_eq!(renewal::begin_if_due(certificate.clone(), Usage::InUse, early), None);
    assert_eq!(renewal::begin_if_due(certificate.clone(), Usage::Unused, due), None, "nobody uses it");

    let begun = renewal::begin_if_due(certificate, Usage::InUse, due).expect("due");
    assert_eq!((begun.next, kinds(&begun)), (Next::LookUpProofs, vec!["certificate.renewal-started"]));
    assert_eq!(begun.certificate.renewal().expect("begun").status(), "PENDING_AUTO_RENEWAL");
    assert_eq!(begun.certificate.status(), Status::Issued);
    assert_eq!(renewal::begin_if_due(begun.certificate.clone(), Usage::InUse, due), None, "it is under way");

    let done = issue(begun.certificate, Usage::InUse, due);
    assert_eq!(done.events[0].detail["Action"], "RENEWAL");
    let renewed = done.certificate;
    assert_eq!(renewed.renewal().expect("renewed").status(), "SUCCESS");
    assert_eq!(renewed.version.as_ref().expect("issued").number, 2);
    assert_eq!(renewal::begin_if_due(renewed, Usage::InUse, due), None);
}

#[test]
fn a_removed_record_asks_the_owner_and_putting_it_back_heals() {
    let start = at("2026-11-23T10:00:00Z");
    let certificate = issue(requested(&["example.com"], start), Usage::InUse, start).certificate;
    let due = certificate.version.as_ref().expect("issued").not_after - 45 * DAY;
    let certificate = renewal::begin_if_due(certificate, Usage::InUse, due).expect("due").certificate;

    let unanswered = ProofSeen {
        base: "example.com".to_owned(),
        sighting: LookUpResult::Unanswered { why: "timeout".to_owned() },
    };
    let waiting = proofs_seen(certificate, &[unanswered], Usage::InUse, due).expect("pending");
    assert_eq!(waiting.events, [], "a server that is away is nobody's fault yet");
    let missing =
        proofs_seen(waiting.certificate, &[bad("example.com")], Usage::InUse, due).expect("pending");
    assert_eq!(kinds(&missing), ["certificate.renewal-action-required"]);
    assert_eq!(missing.events[0].detail["RenewalStatusReason"], "PENDING_DOMAIN_VALIDATION");
    assert_eq!(missing.certificate.renewal().expect("begun").status(), "PENDING_VALIDATION");
    let still = proofs_seen(missing.certificate, &[bad("example.com")], Usage::InUse, due).expect("pending");
    assert_eq!(still.events, [], "once in an attempt is enough");

    let over = due + VALIDATION_LIMIT;
    let ended = timed_out(still.certificate, Usage::InUse, over).expect("over").certificate;
    assert_eq!(ended.status(), Status::Issued, "a failed attempt takes nothing away");
    let second = renewal::begin_if_due(ended, Usage::InUse, over).expect("the next attempt begins at once");
    let renewal = second.certificate.renewal().expect("begun");
    assert_eq!((renewal.attempt.number, renewal.status()), (2, "PENDING_VALIDATION"));
    let healed = issue(second.certificate, Usage::InUse, over + DAY).certificate;
    assert_eq!(healed.renewal().expect("renewed").status(), "SUCCESS");
}

#[test]
fn caa_at_renewal_is_tried_again_an_hour_later() {
    let start = at("2026-11-23T10:00:00Z");
    let certificate = issue(requested(&["example.com"], start), Usage::InUse, start).certificate;
    let due = certificate.version.as_ref().expect("issued").not_after - 45 * DAY;
    let certificate = renewal::begin_if_due(certificate, Usage::InUse, due).expect("due").certificate;
    let certificate = all_good(certificate, Usage::InUse, due).certificate;
    let failure = Failure {
        reason: FailureReason::CaaError,
        names: vec!["example.com".to_owned()],
        why: "\";\"".to_owned(),
    };
    let progress = failed(certificate, &failure, Usage::InUse, due).expect("under way");
    assert_eq!(progress.events[0].detail["RenewalStatusReason"], "CAA_ERROR");
    let certificate = progress.certificate;
    assert_eq!(certificate.status(), Status::Issued);
    let renewal = certificate.renewal().expect("begun");
    assert_eq!((renewal.status(), renewal.reason()), ("PENDING_VALIDATION", Some(FailureReason::CaaError)));
    assert!(matches!(certificate.names()[0].state, NameState::Proven { .. }), "the first proof stays");
    let hour = due + SignedDuration::from_hours(1);
    assert_eq!(
        renewal::begin_if_due(certificate.clone(), Usage::InUse, hour - SignedDuration::from_secs(1)),
        None
    );
    assert!(renewal::begin_if_due(certificate, Usage::InUse, hour).is_some());
}

#[test]
fn it_expires_after_its_last_second() {
    let start = at("2026-11-23T10:00:00Z");
    let certificate = issue(requested(&["example.com"], start), Usage::InUse, start).certificate;
    let not_after = certificate.version.as_ref().expect("issued").not_after;
    let certificate = renewal::begin_if_due(certificate, Usage::InUse, not_after).expect("due").certificate;
    assert_eq!(expire::expired(certificate.clone(), Usage::InUse, not_after), None);
    let after = not_after + SignedDuration::from_secs(1);
    let progress = expire::expired(certificate, Usage::InUse, after).expect("over");
    assert_eq!(progress.certificate.status(), Status::Expired);
    assert_eq!(progress.certificate.renewal().expect("begun").status(), "FAILED");
    assert_eq!(kinds(&progress), ["certificate.expired"]);
    assert_eq!(progress.certificate.proving(), None, "look-ups stop");
    assert_eq!(expire::expired(progress.certificate, Usage::InUse, after), None, "once");
}

#[test]
fn looking_again_slows_down_and_never_passes_the_limit() {
    let since = at("2026-11-23T10:00:00Z");
    let until = since + VALIDATION_LIMIT;
    let pause = |age: SignedDuration| {
        let now = since + age;
        now.duration_until(look_again_at(since, until, now))
    };
    assert_eq!(pause(SignedDuration::ZERO), SignedDuration::from_millis(500));
    assert_eq!(pause(SignedDuration::from_secs(40)), SignedDuration::from_secs(5));
    assert_eq!(pause(SignedDuration::from_mins(4)), SignedDuration::from_secs(10));
    assert_eq!(pause(SignedDuration::from_mins(30)), SignedDuration::from_mins(1));
    assert_eq!(pause(SignedDuration::from_hours(5)), SignedDuration::from_mins(5));
    assert_eq!(pause(VALIDATION_LIMIT - SignedDuration::from_secs(2)), SignedDuration::from_secs(2));
    assert_eq!(pause(VALIDATION_LIMIT + DAY), SignedDuration::ZERO);
    assert_eq!(look_again_at(since, until, since - DAY), since - DAY + SignedDuration::from_millis(500));
}

#[test]
fn the_record_has_acms_form_and_forgives_what_acm_forgives() {
    let record = ValidationRecord::new("example.com", 0xab, 1 << 127, "abcdefghij", "acm-validations.aws");
    assert_eq!(record.name, "_000000000000000000000000000000ab.example.com.");
    assert_eq!(record.value, "_80000000000000000000000000000000.abcdefghij.acm-validations.aws.");
    for target in [
        "_80000000000000000000000000000000.abcdefghij.acm-validations.aws.",
        "_80000000000000000000000000000000.ABCDEFGHIJ.acm-validations.aws",
        "80000000000000000000000000000000.abcdefghij.acm-validations.aws.",
    ] {
        assert!(record.is_answered_by(target), "{target}");
    }
    for target in [
        "",
        ".",
        "_80000000000000000000000000000000",
        "__80000000000000000000000000000000.abcdefghij.acm-validations.aws",
    ] {
        assert!(!record.is_answered_by(target), "{target}");
    }
}

#[test]
fn evidence_keeps_the_last_look_ups_and_stays_short() {
    let mut evidence = Evidence::default();
    for second in 0..10 {
        evidence.add(LookUp {
            at: at("2026-11-23T10:00:00Z") + SignedDuration::from_secs(second),
            question: Question::Proof,
            sighting: LookUpResult::Bad { why: "é".repeat(1000) },
            found: vec!["x".repeat(1000); 100],
            trace: Vec::new(),
        });
    }
    assert_eq!((evidence.look_ups.len(), evidence.count), (KEPT, 10));
    assert_eq!(evidence.look_ups[KEPT - 1].at, at("2026-11-23T10:00:09Z"));
    assert!(serde_json::to_string(&evidence).expect("plain data").len() < 100_000);
}

#[test]
fn a_version_that_was_signed_too_long_ago_is_not_taken() {
    let now = at("2026-11-23T10:00:00Z");
    let certificate = all_good(requested(&["example.com"], now), Usage::Unused, now).certificate;
    let issuable = plan_issue(&certificate, &permitted(&certificate, now), now).expect("issuable");
    let late = issuable.window().not_after + SignedDuration::from_secs(1);
    assert_eq!(issued(certificate, version_of(&issuable, now), Usage::Unused, late), Err(VersionNotAwaited));
}

#[test]
fn an_exported_certificate_is_renewed_when_its_owner_asks() {
    let start = at("2026-11-23T10:00:00Z");
    let pending = requested(&["example.com"], start);
    assert_eq!(
        renewal::ask(pending.clone(), start).map(drop),
        Err(renewal::NotRenewable::NotIssued(Status::PendingValidation))
    );
    let mut certificate = issue(pending, Usage::Unused, start).certificate;
    assert_eq!(renewal::ask(certificate.clone(), start).map(drop), Err(renewal::NotRenewable::NeverExported));
    certificate.exported = Some(Exported { version: 1, at: start });
    let begun = renewal::ask(certificate, start).expect("it may").certificate;
    assert_eq!(renewal::ask(begun.clone(), start).map(drop), Err(renewal::NotRenewable::UnderWay));

    // Not proven within its attempt, it has failed and can be asked for again.
    let over = start + VALIDATION_LIMIT;
    let failed = timed_out(begun.clone(), Usage::Unused, over).expect("over").certificate;
    assert_eq!(failed.renewal().expect("begun").status(), "FAILED");
    assert_eq!(failed.status(), Status::Issued);
    assert!(renewal::ask(failed.clone(), over).is_ok());
    let due = failed.version.as_ref().expect("issued").not_after - 45 * DAY;
    assert!(renewal::begin_if_due(failed, Usage::Unused, due).is_some(), "the time comes all the same");

    let renewed = issue(begun, Usage::Unused, start).certificate;
    assert_eq!(renewed.version.as_ref().expect("renewed").number, 2);
    assert!(!renewal::is_eligible(&renewed, Usage::Unused), "the new one has not left yet");
    assert!(renewal::ask(renewed, start).is_ok(), "an earlier export is enough to ask");
}

#[test]
fn a_renewal_that_waits_for_its_owner_is_told_on_the_days_for_it() {
    let start = at("2026-11-23T10:00:00Z");
    let certificate = issue(requested(&["example.com"], start), Usage::InUse, start).certificate;
    let end = certificate.version.as_ref().expect("issued").not_after;
    let due = end - 45 * DAY;
    let certificate = renewal::begin_if_due(certificate, Usage::InUse, due).expect("due").certificate;
    let waiting = proofs_seen(certificate.clone(), &[bad("example.com")], Usage::InUse, due)
        .expect("pending")
        .certificate;
    let configuration = AccountConfiguration { days_before_expiry: 10 };
    let told = |certificate: &Certificate, days: u32| {
        let events = notices(
            certificate,
            Usage::InUse,
            configuration,
            days,
            end - DAY * i32::try_from(days).expect("small"),
        );
        events.into_iter().map(|event| (event.kind, event.detail["DaysToExpiry"].clone())).collect::<Vec<_>>()
    };
    for days in 1..=90 {
        let mut expected = Vec::new();
        if days <= 10 {
            expected.push((EventKind::CertificateApproachingExpiration, json!(days)));
        }
        assert_eq!(told(&certificate, days), expected, "it proceeds by itself");
        if [45, 30, 15, 7, 3, 1].contains(&days) {
            expected.push((EventKind::CertificateRenewalActionRequired, json!(days)));
        }
        assert_eq!(told(&waiting, days), expected);
    }
}
