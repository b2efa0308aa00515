//! Updates, each decision on its own.

use jiff::SignedDuration;
use uuid::Uuid;

use super::*;
use crate::certificate::issue::{issued, plan_issue};
use crate::certificate::mail::{ContactsSeen, approved, contacts_seen};
use crate::certificate::proof::{look_up_period, pending_bases, proofs_seen, timed_out};
use crate::certificate::renewal::{begin_if_due, due_from};
use crate::certificate::request::{CertificateRequest, NamePolicy, plan_request};
use crate::certificate::tests::{ask, at, bad, good, permitted, requested, version_of};
use crate::certificate::{Usage, VALIDATION_LIMIT, ValidationRecord, expire};
use crate::{AccountId, CertificateId, Region, Tenant};

const NAMES: [&str; 3] = ["www.example.com", "*.example.com", "example.com"];

fn now() -> Timestamp {
    at("2026-11-23T10:00:00Z")
}

/// Proven by mail, and issued.
fn by_mail() -> Certificate {
    let tenant = Tenant {
        account: AccountId::try_from("123456789012".to_owned()).expect("an account"),
        region: Region::try_from("us-east-1".to_owned()).expect("a region"),
    };
    let by_mail = CertificateRequest { method: Some(ValidationMethod::Email), ..ask(&NAMES) };
    let begun = plan_request(&by_mail, 100).expect("good").begin(
        CertificateId(Uuid::nil()),
        tenant,
        None,
        &NamePolicy::default(),
        now(),
        |base| ValidationRecord::new(base, 1, 2, "abcdefghij", "acm-validations.aws"),
    );
    let certificate =
        NAMES.iter().fold(begun.certificate, |it, name| approved(it, name, now()).expect("open").certificate);
    let issuable = plan_issue(&certificate, &permitted(&certificate, now()), now()).expect("issuable");
    issued(certificate, version_of(&issuable, now()), Usage::InUse, now()).expect("issued").certificate
}

#[test]
fn once_every_record_is_seen_the_names_are_proven_by_dns() {
    let before = by_mail();
    let begun = begin(before.clone(), now()).expect("it can be changed");
    assert_eq!(begun.next, Next::LookUpProofs);
    assert_eq!(pending_bases(&begun.certificate), ["www.example.com", "example.com"]);
    let looked = look_up_period(&begun.certificate).expect("records are looked for");
    assert_eq!((looked.since, looked.until), (now(), now() + VALIDATION_LIMIT));
    let seen = [good("example.com"), bad("www.example.com")];
    let half = proofs_seen(begun.certificate, &seen, Usage::InUse, now()).expect("under way").certificate;
    assert_eq!(pending_bases(&half), ["www.example.com"]);
    assert_eq!(half.method(), Some(ValidationMethod::Email));
    let done = proofs_seen(half, &[good("www.example.com")], Usage::InUse, now()).expect("under way");
    assert_eq!(done.next, Next::Nothing, "nothing is issued for it");
    let after = done.certificate;
    assert_eq!(after.method(), Some(ValidationMethod::Dns));
    assert_eq!(after.method_update().map(MethodUpdate::status), Some("SUCCESS"));
    assert_eq!((&after.version, after.id), (&before.version, before.id));
    assert!(after.names().iter().all(|name| name.mail.is_none()));
    assert_eq!(done.events.len(), 1);
    assert_eq!(look_up_period(&after), None);
    assert_eq!(begin(after, now()), Err(UpdateRefused::NotByMail(ValidationMethod::Dns)));
}

#[test]
fn after_72_hours_the_method_stays_and_it_may_be_asked_again() {
    let begun = begin(by_mail(), now()).expect("it can be changed").certificate;
    assert_eq!(begin(begun.clone(), now()), Err(UpdateRefused::UnderWay));
    let end = now() + SignedDuration::from_hours(72);
    assert!(timed_out(begun.clone(), Usage::InUse, end - SignedDuration::from_secs(1)).is_none());
    let over = timed_out(begun, Usage::InUse, end).expect("over").certificate;
    assert_eq!(over.method_update().map(MethodUpdate::status), Some("FAILED"));
    assert_eq!((over.method(), over.status()), (Some(ValidationMethod::Email), Status::Issued));
    begin(over, end).expect("once more");
}

#[test]
fn a_renewal_that_waits_for_mail_is_proven_by_the_records() {
    let certificate = by_mail();
    let due = due_from(&certificate).expect("a version");
    let renewing = begin_if_due(certificate, Usage::InUse, due).expect("due");
    assert_eq!(renewing.next, Next::AskByMail);
    let contacts = [ContactsSeen { domain: "example.com".to_owned(), sighting: LookUpResult::Good }];
    let asked = contacts_seen(renewing.certificate, &contacts, Usage::InUse, due).expect("by mail");
    let begun = begin(asked.progress.certificate, due).expect("it can be changed").certificate;
    let seen = [good("example.com"), good("www.example.com")];
    let done = proofs_seen(begun, &seen, Usage::InUse, due).expect("under way");
    assert_eq!(done.next, Next::Issue);
    let issuable = plan_issue(&done.certificate, &permitted(&done.certificate, due), due).expect("issuable");
    let renewed = issued(done.certificate, version_of(&issuable, due), Usage::InUse, due).expect("renewed");
    assert_eq!(renewed.certificate.version.map(|version| version.number), Some(2));
}

#[test]
fn it_ends_with_the_certificate() {
    let begun = begin(by_mail(), now()).expect("it can be changed").certificate;
    let end = begun.version.as_ref().expect("a version").not_after + SignedDuration::from_secs(1);
    let expired = expire::expired(begun, Usage::InUse, end).expect("over").certificate;
    assert_eq!(expired.method_update().map(MethodUpdate::status), Some("FAILED"));
    assert_eq!(look_up_period(&expired), None);
    assert_eq!(begin(expired, end), Err(UpdateRefused::NotIssued(Status::Expired)));
}

#[test]
fn what_is_proven_otherwise_or_not_issued_stays() {
    let by_dns = requested(&["example.com"], now());
    assert_eq!(begin(by_dns, now()), Err(UpdateRefused::NotByMail(ValidationMethod::Dns)));
    let pending = Certificate { version: None, ..by_mail() };
    assert!(matches!(begin(pending, now()), Err(UpdateRefused::NotIssued(_))));
}
