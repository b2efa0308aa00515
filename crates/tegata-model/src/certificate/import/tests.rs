use jiff::SignedDuration;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::certificate::Status;
use crate::certificate::expire::expired;
use crate::certificate::renewal::is_eligible;
use crate::certificate::tests::at;
use crate::event::EventKind;
use crate::{AccountId, Region};

const NOW: &str = "2026-11-23T10:00:00Z";

fn tenant() -> Tenant {
    Tenant {
        account: AccountId::try_from("123456789012".to_owned()).expect("an account"),
        region: Region::try_from("us-east-1".to_owned()).expect("a region"),
    }
}

fn usages(names: &[&str]) -> Option<Vec<String>> {
    Some(names.iter().map(|&name| name.to_owned()).collect())
}

fn purposes(pairs: &[(&str, &str)]) -> Option<Vec<(String, String)>> {
    Some(pairs.iter().map(|&(name, oid)| (name.to_owned(), oid.to_owned())).collect())
}

const SERVER: (&str, &str) = ("TLS_WEB_SERVER_AUTHENTICATION", "1.3.6.1.5.5.7.3.1");
const CLIENT: (&str, &str) = ("TLS_WEB_CLIENT_AUTHENTICATION", "1.3.6.1.5.5.7.3.2");
const OWN: (&str, &str) = ("CUSTOM", "1.2.3.4");

fn link() -> Link {
    Link {
        not_before: at("2026-01-01T00:00:00Z"),
        not_after: at("2035-12-31T23:59:59Z"),
        key_family: Some(KeyFamily::Rsa),
        fault: None,
    }
}

pub(in crate::certificate) fn brought() -> ImportBundle {
    ImportBundle {
        leaf: Leaf {
            format: 3,
            serial: Serial::from_octets(&[3, 0xe9]),
            subject: "O=Example,CN=www.example.com".to_owned(),
            common_name: Some("www.example.com".to_owned()),
            issuer: "O=Kauri Trust,CN=Kauri RSA 1".to_owned(),
            issuer_organisation: Some("Kauri Trust".to_owned()),
            not_before: at("2026-01-01T00:00:00Z"),
            not_after: at("2027-01-01T00:00:00Z"),
            key_algorithm: Some(KeyAlgorithm::Rsa2048),
            signature_algorithm: "SHA256WITHRSA".to_owned(),
            dns_names: vec!["www.example.com".to_owned(), "odd_name.example.com".to_owned()],
            ip_addresses: Vec::new(),
            key_usages: usages(&["DIGITAL_SIGNATURE", "KEY_ENCIPHERMENT"]),
            extended_key_usages: purposes(&[SERVER, CLIENT]),
            ocsp_urls: Vec::new(),
            is_self_signed: false,
        },
        chain: vec![link(), link()],
        key: KeyFits::Belongs,
    }
}

fn with(change: impl FnOnce(&mut ImportBundle)) -> ImportBundle {
    let mut brought = brought();
    change(&mut brought);
    brought
}

pub(in crate::certificate) fn imported(brought: ImportBundle) -> Certificate {
    let draft = plan_import(brought, &[], at(NOW)).expect("taken");
    draft.begin(CertificateId(Uuid::nil()), tenant(), at(NOW)).certificate
}

#[test]
fn what_is_imported_is_issued_at_once_and_its_owners_to_renew() {
    let draft = plan_import(brought(), &[Tag { key: "a".to_owned(), value: None }], at(NOW)).expect("taken");
    let progress = draft.begin(CertificateId(Uuid::nil()), tenant(), at(NOW));
    let certificate = &progress.certificate;
    assert_eq!(certificate.status(), Status::Issued);
    assert_eq!(certificate.domain_name(), "www.example.com");
    assert_eq!(certificate.dns_names().collect::<Vec<_>>(), ["www.example.com", "odd_name.example.com"]);
    assert_eq!(certificate.version.as_ref().expect("a version").issuer, "Kauri Trust");
    assert_eq!(certificate.tags.len(), 1);
    assert!(!is_eligible(certificate, Usage::InUse));
    assert!(certificate.proving().is_none());
    assert_eq!(progress.next, Next::Nothing);
    let [event] = &progress.events[..] else { panic!("one event") };
    assert_eq!(event.kind, EventKind::CertificateAvailable);
    assert_eq!(event.detail["Action"], "IMPORT");
    assert_eq!(event.detail["CertificateType"], "IMPORTED");
    assert_eq!(event.detail["CertificateKeyPairOrigin"], "CUSTOMER_PROVIDED");
}

#[test]
fn it_expires_without_an_event() {
    let certificate = imported(brought());
    let progress = expired(certificate, Usage::InUse, at("2027-01-02T00:00:00Z")).expect("over");
    assert_eq!(progress.certificate.status(), Status::Expired);
    assert!(progress.events.is_empty());
}

/// One fault at a time, each with its refusal.
fn faults() -> Vec<(ImportBundle, ImportRefused)> {
    let (early, late) = (at("2025-01-01T00:00:00Z"), at("2026-11-23T09:59:59Z"));
    let soon = at("2026-11-23T10:00:01Z");
    vec![
        (with(|it| it.leaf.format = 1), ImportRefused::Format { version: 1 }),
        (with(|it| it.leaf.serial = None), ImportRefused::Serial),
        (with(|it| it.leaf.subject.push('\n')), ImportRefused::ControlCharacter),
        (with(|it| it.leaf.dns_names.push("a\0b".to_owned())), ImportRefused::ControlCharacter),
        (with(|it| it.leaf.key_algorithm = None), ImportRefused::KeyAlgorithm),
        (with(|it| it.key = KeyFits::Another), ImportRefused::KeyMismatch),
        (with(|it| (it.leaf.not_before, it.leaf.not_after) = (early, late)), ImportRefused::Expired),
        (with(|it| it.leaf.not_before = soon), ImportRefused::NotYetValid),
        (with(|it| it.leaf.issuer.clear()), ImportRefused::NoIssuer),
        (with(|it| it.chain.clear()), ImportRefused::NotSelfSigned),
        (
            with(|it| it.chain[1].fault = Some("its key did not sign".to_owned())),
            ImportRefused::Chain { index: 1, why: "its key did not sign".to_owned() },
        ),
        (with(|it| it.chain[1].not_after = late), ImportRefused::ChainExpired { index: 1 }),
        (with(|it| it.chain[0].not_before = soon), ImportRefused::ChainNotYetValid { index: 0 }),
        (with(|it| it.chain[0].key_family = Some(KeyFamily::Ec)), ImportRefused::KeyFamily),
        (with(|it| it.chain[0].key_family = None), ImportRefused::KeyFamily),
        (
            with(|it| {
                it.leaf.dns_names.clear();
                it.leaf.common_name = Some("My Server".to_owned());
            }),
            ImportRefused::NoName,
        ),
        (with(|it| it.leaf.ocsp_urls = vec!["x".repeat(1001)]), ImportRefused::OcspUrl { length: 1001 }),
    ]
}

#[test]
fn each_fault_is_refused_by_itself() {
    for (brought, refused) in faults() {
        assert_eq!(plan_import(brought, &[], at(NOW)), Err(refused));
    }
    let reserved = [Tag { key: "aws:x".to_owned(), value: None }];
    assert!(matches!(plan_import(brought(), &reserved, at(NOW)), Err(ImportRefused::Tags(_))));
}

#[test]
fn what_is_just_within_the_rules_is_taken() {
    let now = at(NOW);
    for brought in [
        with(|it| {
            it.chain.clear();
            it.leaf.is_self_signed = true;
        }),
        with(|it| it.leaf.not_before = now),
        with(|it| it.leaf.not_after = now),
        with(|it| it.chain[1].key_family = None),
        with(|it| it.leaf.ocsp_urls = vec!["x".repeat(1000)]),
        with(|it| it.leaf.common_name = None),
        with(|it| it.leaf.dns_names.clear()),
        with(|it| {
            it.leaf.dns_names.clear();
            it.leaf.common_name = None;
            it.leaf.ip_addresses = vec!["2001:db8::1".parse().expect("an address")];
        }),
        with(|it| it.leaf.issuer_organisation = None),
    ] {
        plan_import(brought, &[], now).expect("taken");
    }
}

#[test]
fn importing_anew_keeps_the_identity_and_brings_the_expired_back() {
    let before = imported(brought());
    let later = at("2027-02-01T00:00:00Z");
    let before = expired(before, Usage::InUse, later).expect("over").certificate;
    let next = with(|it| {
        it.leaf.not_after = at("2028-01-01T00:00:00Z");
        it.leaf.serial = Serial::from_octets(&[4]);
        it.leaf.dns_names = vec!["WWW.example.com".to_owned(), "new.example.com".to_owned()];
    });
    let progress = plan_reimport(before.clone(), next, Usage::InUse, later).expect("taken");
    let after = progress.certificate;
    assert_eq!((after.id, after.created_at), (before.id, before.created_at));
    assert_eq!(after.status(), Status::Issued);
    assert_eq!(after.version.as_ref().expect("a version").number, 2);
    assert_eq!(after.imported().expect("imported").at, later);
    assert_eq!(progress.events[0].detail["Action"], "REIMPORT");
    assert_eq!(progress.events[0].detail["InUse"], true);
}

#[test]
fn what_users_rely_on_may_not_go_away() {
    let own = || with(|it| it.leaf.extended_key_usages = purposes(&[SERVER, OWN]));
    let removed = |usage: &str| ReimportRefused::UsageRemoved { usage: usage.to_owned() };
    let cases = [
        (
            brought(),
            with(|it| it.leaf.key_algorithm = Some(KeyAlgorithm::Rsa3072)),
            ReimportRefused::KeyAlgorithm { has: KeyAlgorithm::Rsa2048, brought: KeyAlgorithm::Rsa3072 },
        ),
        (
            brought(),
            with(|it| it.leaf.key_usages = usages(&["DIGITAL_SIGNATURE"])),
            removed("KEY_ENCIPHERMENT"),
        ),
        (
            brought(),
            with(|it| it.leaf.extended_key_usages = purposes(&[CLIENT])),
            removed("TLS_WEB_SERVER_AUTHENTICATION"),
        ),
        (own(), brought(), removed("1.2.3.4")),
        (
            brought(),
            with(|it| it.key = KeyFits::Another),
            ReimportRefused::Import(ImportRefused::KeyMismatch),
        ),
    ];
    for (before, next, refused) in cases {
        assert_eq!(plan_reimport(imported(before), next, Usage::Unused, at(NOW)), Err(refused));
    }
}

#[test]
fn what_may_go_or_come_does() {
    let ec = |it: &mut ImportBundle| {
        it.leaf.key_algorithm = Some(KeyAlgorithm::EcPrime256v1);
        it.chain[0].key_family = Some(KeyFamily::Ec);
    };
    let cases = [
        (
            brought(),
            with(|it| it.leaf.extended_key_usages = purposes(&[SERVER])),
            "client authentication goes",
        ),
        (
            brought(),
            with(|it| it.leaf.extended_key_usages = purposes(&[SERVER, CLIENT, OWN])),
            "a usage comes",
        ),
        (
            brought(),
            with(|it| it.leaf.extended_key_usages = purposes(&[("ANY", "2.5.29.37.0")])),
            "any usage holds every other",
        ),
        (brought(), with(|it| it.leaf.key_usages = None), "nothing is restricted any more"),
        (with(|it| it.leaf.key_usages = None), brought(), "usages are named for the first time"),
        (
            with(ec),
            with(|it| {
                ec(it);
                it.leaf.key_usages = usages(&["DIGITAL_SIGNATURE"]);
            }),
            "key encipherment goes",
        ),
    ];
    for (before, next, what) in cases {
        assert!(plan_reimport(imported(before), next, Usage::Unused, at(NOW)).is_ok(), "{what}");
    }
}

#[test]
fn only_what_was_imported_is_imported_anew() {
    let requested = crate::certificate::tests::requested(&["example.com"], at(NOW));
    let refused = plan_reimport(requested, brought(), Usage::Unused, at(NOW));
    assert_eq!(refused, Err(ReimportRefused::NotImported));
}

proptest! {
    /// Nothing is taken that does not hold at the time, with the key that came along, under a chain without a fault.
    #[test]
    fn whatever_is_taken_holds(
        starts in -3i64..3, lasts in 0i64..4, key in any::<bool>(), self_signed in any::<bool>(),
        links in proptest::collection::vec((any::<bool>(), -3i64..3, 0i64..4, any::<bool>()), 0..4),
    ) {
        let now = at(NOW);
        let hours = |count: i64| SignedDuration::from_hours(count);
        let window = |starts: i64, lasts: i64| (now + hours(starts), now + hours(starts + lasts));
        let (not_before, not_after) = window(starts, lasts);
        let brought = with(|it| {
            (it.leaf.not_before, it.leaf.not_after) = (not_before, not_after);
            it.leaf.is_self_signed = self_signed;
            it.key = if key { KeyFits::Belongs } else { KeyFits::Another };
            it.chain = links.iter().map(|(good, starts, lasts, rsa)| {
                let (not_before, not_after) = window(*starts, *lasts);
                Link {
                    not_before,
                    not_after,
                    key_family: Some(if *rsa { KeyFamily::Rsa } else { KeyFamily::Ec }),
                    fault: (!good).then(|| "a fault".to_owned()),
                }
            }).collect();
        });
        let holds = |from: Timestamp, until: Timestamp| from <= now && now <= until;
        let expected = key
            && holds(not_before, not_after)
            && (self_signed || !links.is_empty())
            && brought.chain.iter().all(|link| link.fault.is_none() && holds(link.not_before, link.not_after))
            && brought.chain.first().is_none_or(|link| link.key_family == Some(KeyFamily::Rsa));
        prop_assert_eq!(plan_import(brought, &[], now).is_ok(), expected);
    }
}
