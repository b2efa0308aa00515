use jiff::civil::Date;

use super::*;
use crate::key::{KeyAlgorithm, PrivateKey, Signer};
use crate::profile::{self, AuthorityName, Leaf, Locations};
use crate::validity::inclusive_days;

const LOCATIONS: Locations<'_> =
    Locations { crl: "http://127.0.0.1/crl/1.crl", ca_issuers: "http://127.0.0.1/ca/1.cer", ocsp: None };
const SERIAL: profile::Serial = [0x41; 16];

fn issuer(key: &PrivateKey) -> Issuer {
    let name = AuthorityName {
        country: "JP".to_owned(),
        organisation: "Example".to_owned(),
        common_name: "Example Root CA 1".to_owned(),
    };
    let period = inclusive_days(Date::constant(2026, 1, 1), 7000);
    let tbs = profile::root(&name, key, &SERIAL, period).expect("a root");
    assert_eq!(check(&tbs, Kind::Root, None, key.signature_algorithm()), []);
    Issuer::of_certificate(&crate::sign(&tbs, key).expect("signed")).expect("an issuer")
}

fn leaf(names: &[&str], days: u16, locations: Locations<'_>) -> Vec<Finding> {
    leaf_from(Date::constant(2026, 11, 23), names, days, locations, NamesFor::Domains)
}

fn leaf_from(
    first: Date,
    names: &[&str],
    days: u16,
    locations: Locations<'_>,
    names_for: NamesFor,
) -> Vec<Finding> {
    let authority = PrivateKey::generate(KeyAlgorithm::EcPrime256v1).expect("a key");
    let key = PrivateKey::generate(KeyAlgorithm::EcPrime256v1).expect("a key");
    let issuer = issuer(&authority);
    let period = inclusive_days(first, days);
    let leaf = Leaf { names, spki: key.spki_der(), serial: &SERIAL, period, locations };
    let tbs = profile::leaf(&leaf, &issuer, authority.signature_algorithm()).expect("a leaf");
    let kind = Kind::Leaf { days_max: 198, names: names_for };
    check(&tbs, kind, Some(&issuer), authority.signature_algorithm())
}

#[test]
fn what_the_profile_makes_has_no_finding() {
    assert_eq!(leaf(&["www.example.com", "*.example.com"], 198, LOCATIONS), []);
}

#[test]
fn the_server_of_an_instance_may_have_addresses_and_single_labels() {
    let day = Date::constant(2026, 11, 23);
    let own = |names: &[&str]| leaf_from(day, names, 90, LOCATIONS, NamesFor::OwnServer);
    assert_eq!(own(&["10.20.0.5", "localhost", "tegata.corp.example", "::1", "2001:db8::5"]), []);
    assert!(own(&["10.20.0.5", "10.20.0.5"])[0].text.contains("is there twice"));
    assert!(own(&["local_host"])[0].text.contains("lower-case letters"));
}

#[test]
fn each_broken_rule_is_found() {
    let told = |findings: Vec<Finding>, text: &str| {
        assert!(findings.iter().any(|finding| finding.text.contains(text)), "{text}: {findings:?}");
    };
    told(leaf(&["www.example.com"], 199, LOCATIONS), "more than 198 days");
    told(leaf(&["WWW.example.com"], 198, LOCATIONS), "lower-case letters");
    told(leaf(&["localhost"], 198, LOCATIONS), "a single label");
    told(leaf(&["a.example.com", "a.example.com"], 198, LOCATIONS), "is there twice");
    told(leaf(&["a.*.example.com"], 198, LOCATIONS), "lower-case letters");
    told(leaf(&["192.168.1.10"], 198, LOCATIONS), "not a DNS name");
    told(leaf(&["192.168.1"], 198, LOCATIONS), "all digits");
    told(leaf(&["*.example.123"], 198, LOCATIONS), "all digits");
    told(leaf(&["hidden.onion"], 198, LOCATIONS), "under .onion");
    let file = Locations { crl: "file:///etc/passwd", ..LOCATIONS };
    told(leaf(&["a.example.com"], 198, file), "not http URLs");
    let long = format!("{}.example.com", "x".repeat(60));
    told(leaf(&[&long], 198, LOCATIONS), "longer than 64");
}

#[test]
fn a_leaf_is_valid_only_while_its_issuer_is() {
    // The issuer is valid for 7,000 days from 2026-01-01 to 2045-03-01, both included.
    for (first, days, broken) in [
        (Date::constant(2025, 12, 31), 10, Some("begins before its issuer")),
        (Date::constant(2026, 1, 1), 10, None),
        (Date::constant(2045, 2, 20), 10, None),
        (Date::constant(2045, 2, 20), 11, Some("outlives its issuer")),
        (Date::constant(2046, 1, 1), 10, Some("outlives its issuer")),
    ] {
        let findings = leaf_from(first, &["a.example.com"], days, LOCATIONS, NamesFor::Domains);
        let found = findings.first().map(|finding| finding.text.as_str());
        assert_eq!(found.is_some(), broken.is_some(), "{first}: {findings:?}");
        assert!(broken.is_none_or(|text| found.is_some_and(|found| found.contains(text))), "{findings:?}");
    }
}

#[test]
fn another_issuer_or_kind_is_found() {
    let authority = PrivateKey::generate(KeyAlgorithm::EcPrime256v1).expect("a key");
    let other = PrivateKey::generate(KeyAlgorithm::EcSecp384r1).expect("a key");
    let (issuer_of, other_issuer) = (issuer(&authority), issuer(&other));
    let period = inclusive_days(Date::constant(2026, 11, 23), 10);
    let leaf = Leaf {
        names: &["a.example.com"],
        spki: other.spki_der(),
        serial: &SERIAL,
        period,
        locations: LOCATIONS,
    };
    let algorithm = authority.signature_algorithm();
    let tbs = profile::leaf(&leaf, &issuer_of, algorithm).expect("a leaf");
    let kind = Kind::Leaf { days_max: 10, names: NamesFor::Domains };
    assert_eq!(check(&tbs, kind, Some(&issuer_of), algorithm), []);
    assert!(!check(&tbs, kind, Some(&other_issuer), algorithm).is_empty());
    assert!(!check(&tbs, kind, Some(&issuer_of), other.signature_algorithm()).is_empty());
    assert!(!check(&tbs, Kind::Intermediate, Some(&issuer_of), algorithm).is_empty());
    assert!(!check(&tbs[1..], kind, Some(&issuer_of), algorithm).is_empty());
}
