//! The approvals, each decision on its own and under random histories.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::certificate::fail::timed_out;
use crate::certificate::issue::{issued, plan_issue};
use crate::certificate::request::{CertificateRequest, NamePolicy, plan_request};
use crate::certificate::tests::{DAY, ask, at, permitted, version_of};
use crate::certificate::{Status, ValidationRecord, expire};
use crate::{AccountId, CertificateId, Region, Tenant};

const NAMES: [&str; 3] = ["www.example.com", "*.example.com", "example.org"];
/// The validation domains of the names, each once.
const DOMAINS: [&str; 2] = ["example.com", "example.org"];

fn now() -> Timestamp {
    at("2026-11-23T10:00:00Z")
}

fn requested() -> Certificate {
    let tenant = Tenant {
        account: AccountId::try_from("123456789012".to_owned()).expect("an account"),
        region: Region::try_from("us-east-1".to_owned()).expect("a region"),
    };
    let draft =
        plan_request(&CertificateRequest { method: Some(ValidationMethod::Email), ..ask(&NAMES) }, 100)
            .expect("good");
    draft
        .begin(CertificateId(Uuid::nil()), tenant, None, &NamePolicy::default(), now(), |base| {
            ValidationRecord::new(base, 1, 2, "abcdefghij", "acm-validations.aws")
        })
        .certificate
}

fn seen(domain: &str, sighting: LookUpResult) -> ContactsSeen {
    ContactsSeen { domain: domain.to_owned(), sighting }
}

fn asked() -> Certificate {
    let seen = DOMAINS.map(|domain| seen(domain, LookUpResult::Good));
    contacts_seen(requested(), &seen, Usage::Unused, now())
        .expect("it is proven by mail")
        .progress
        .certificate
}

#[test]
fn the_usual_domain_is_the_name_without_wildcard_and_www() {
    for (name, domain) in [
        ("example.com", "example.com"),
        ("www.example.com", "example.com"),
        ("*.example.com", "example.com"),
        ("*.www.example.com", "example.com"),
        ("a.www.example.com", "a.www.example.com"),
        ("www.com", "www.com"),
    ] {
        assert_eq!(usual_domain(&DomainName::try_from(name.to_owned()).expect("a name")), domain);
    }
}

#[test]
fn each_domain_is_looked_up_once_and_each_name_is_asked_for() {
    let certificate = requested();
    assert_eq!(domains_to_ask(&certificate), DOMAINS);
    let seen = DOMAINS.map(|domain| seen(domain, LookUpResult::Good));
    let asking = contacts_seen(certificate, &seen, Usage::Unused, now()).expect("by mail");
    let to_ask: Vec<_> = asking.to_ask.iter().map(|ask| (ask.name.as_str(), ask.domain.as_str())).collect();
    assert_eq!(
        to_ask,
        [
            ("www.example.com", "example.com"),
            ("*.example.com", "example.com"),
            ("example.org", "example.org")
        ]
    );
    assert!(domains_to_ask(&asking.progress.certificate).is_empty(), "nobody is asked twice");
}

#[test]
fn what_could_not_be_looked_up_is_asked_later() {
    let unanswered = LookUpResult::Unanswered { why: "timed out".to_owned() };
    let seen = [seen("example.com", LookUpResult::Good), seen("example.org", unanswered)];
    let asking = contacts_seen(requested(), &seen, Usage::Unused, now()).expect("by mail");
    assert_eq!(asking.to_ask.len(), 2);
    assert_eq!(domains_to_ask(&asking.progress.certificate), ["example.org"]);
}

#[test]
fn without_mail_the_names_have_no_contacts_and_nobody_is_asked() {
    let bad = LookUpResult::Bad { why: "it takes no mail".to_owned() };
    let seen = [seen("example.com", LookUpResult::Good), seen("example.org", bad)];
    let asking = contacts_seen(requested(), &seen, Usage::Unused, now()).expect("by mail");
    assert!(asking.to_ask.is_empty());
    let certificate = asking.progress.certificate;
    assert_eq!(certificate.status(), Status::Failed);
    let failed: Vec<_> = certificate.names().iter().map(|name| name.state).collect();
    let reason = FailureReason::NoAvailableContacts;
    assert_eq!(failed, [NameState::Pending, NameState::Pending, NameState::Failed { reason }]);
}

#[test]
fn a_click_proves_its_own_name_alone() {
    let progress = approved(asked(), "*.example.com", now()).expect("open");
    let states: Vec<_> = progress.certificate.names().iter().map(|name| name.state).collect();
    assert_eq!(states, [NameState::Pending, NameState::Proven { at: now() }, NameState::Pending]);
    assert_eq!(progress.next, Next::Nothing);
    assert_eq!(
        approved(progress.certificate.clone(), "*.example.com", now()),
        Err(ClickRefused::AlreadyApproved)
    );
    for other in ["example.com", "other.example.com", ""] {
        assert_eq!(approved(progress.certificate.clone(), other, now()), Err(ClickRefused::Over));
    }
}

#[test]
fn a_denial_ends_it_all() {
    let progress = denied(asked(), "example.org", Usage::Unused, now()).expect("open");
    assert_eq!(progress.certificate.status(), Status::Failed);
    let reason = FailureReason::DomainValidationDenied;
    assert_eq!(progress.certificate.names()[2].state, NameState::Failed { reason });
    assert_eq!(approved(progress.certificate, "www.example.com", now()), Err(ClickRefused::Over));
}

#[test]
fn a_click_after_72_hours_comes_too_late() {
    let late = now() + SignedDuration::from_hours(72);
    assert_eq!(approved(asked(), "example.org", late), Err(ClickRefused::Over));
    assert_eq!(denied(asked(), "example.org", Usage::Unused, late), Err(ClickRefused::Over));
    approved(asked(), "example.org", late - SignedDuration::from_secs(1)).expect("just in time");
}

#[test]
fn asking_again_is_for_pending_names_and_domains_above_them() {
    let certificate = approved(asked(), "example.org", now()).expect("open").certificate;
    let resend = |name: &str, domain: &str| plan_resend(&certificate, name, domain, now());
    let asked = resend("WWW.example.com", "Example.com").expect("above it");
    assert_eq!((asked.name.as_str(), asked.domain.as_str()), ("www.example.com", "example.com"));
    resend("*.example.com", "*.example.com").expect("as Describe tells it");
    for (name, domain, why) in [
        ("example.org", "example.org", ResendRefused::NotPending),
        ("example.net", "example.net", ResendRefused::NoSuchName),
        ("www.example.com", "example.org", ResendRefused::DomainNotAbove),
        ("www.example.com", "com", ResendRefused::DomainNotAbove),
        ("www.example.com", "a.www.example.com", ResendRefused::DomainNotAbove),
        ("www.example.com", "ple.com", ResendRefused::DomainNotAbove),
        ("www.example.com", "", ResendRefused::DomainNotAbove),
    ] {
        assert_eq!(resend(name, domain), Err(why), "{name} {domain}");
    }
    let late = now() + SignedDuration::from_hours(72);
    assert_eq!(
        plan_resend(&certificate, "www.example.com", "example.com", late),
        Err(ResendRefused::NotProvenByMail)
    );
}

#[derive(Debug, Clone)]
enum Happening {
    TimePasses(SignedDuration),
    LookedUp([u8; 2]),
    Approved(usize),
    Denied(usize),
    Issued,
    Attached,
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        3 => (0_i64..100).prop_map(|hours| Happening::TimePasses(SignedDuration::from_hours(hours))),
        2 => (0_i32..160).prop_map(|days| Happening::TimePasses(DAY * days)),
        5 => prop_oneof![5 => Just([0, 0]), 1 => [0_u8..3, 0_u8..3]].prop_map(Happening::LookedUp),
        10 => (0..NAMES.len()).prop_map(Happening::Approved),
        1 => (0..NAMES.len()).prop_map(Happening::Denied),
        5 => Just(Happening::Issued),
        3 => Just(Happening::Attached),
    ]
}

/// The machine, and beside it a plain account of who has clicked.
struct World {
    certificate: Certificate,
    now: Timestamp,
    usage: Usage,
    /// The names approved since proving began.
    clicked: BTreeSet<&'static str>,
    versions: u32,
}

impl World {
    fn apply(&mut self, happening: &Happening) -> Result<(), TestCaseError> {
        match *happening {
            Happening::TimePasses(span) => {
                self.now += span;
                self.chores();
            }
            Happening::LookedUp(sightings) => {
                let seen: Vec<ContactsSeen> = DOMAINS
                    .iter()
                    .zip(sightings)
                    .map(|(domain, sighting)| {
                        let why = "so".to_owned();
                        seen(
                            domain,
                            match sighting {
                                0 => LookUpResult::Good,
                                1 => LookUpResult::Bad { why },
                                _ => LookUpResult::Unanswered { why },
                            },
                        )
                    })
                    .collect();
                let to_ask = domains_to_ask(&self.certificate).len();
                if let Ok(asking) = contacts_seen(self.certificate.clone(), &seen, self.usage, self.now) {
                    prop_assert!(to_ask > 0 || asking.to_ask.is_empty(), "nobody is asked twice");
                    self.certificate = asking.progress.certificate;
                }
            }
            Happening::Approved(index) => {
                if let Ok(progress) = approved(self.certificate.clone(), NAMES[index], self.now) {
                    prop_assert!(self.clicked.insert(NAMES[index]), "a click counts once");
                    let all = self.clicked.len() == NAMES.len();
                    prop_assert_eq!(progress.next == Next::Issue, all, "issue exactly when all have clicked");
                    self.certificate = progress.certificate;
                }
            }
            Happening::Denied(index) => {
                if let Ok(progress) = denied(self.certificate.clone(), NAMES[index], self.usage, self.now) {
                    prop_assert_eq!(progress.certificate.proving(), None, "a denial ends the attempt");
                    self.certificate = progress.certificate;
                }
            }
            Happening::Issued => self.issue()?,
            Happening::Attached => self.usage = Usage::InUse,
        }
        self.check()
    }

    fn issue(&mut self) -> Result<(), TestCaseError> {
        let caa = permitted(&self.certificate, self.now);
        let Ok(issuable) = plan_issue(&self.certificate, &caa, self.now) else { return Ok(()) };
        prop_assert_eq!(self.clicked.len(), NAMES.len(), "nothing is signed that nobody approved");
        let version = version_of(&issuable, self.now);
        let done = issued(self.certificate.clone(), version, self.usage, self.now);
        let progress = done.map_err(|_| TestCaseError::fail("it was waited for"))?;
        self.certificate = progress.certificate;
        self.versions += 1;
        Ok(())
    }

    /// What the effects do whenever time has passed.
    fn chores(&mut self) {
        if let Some(progress) = timed_out(self.certificate.clone(), self.usage, self.now) {
            self.certificate = progress.certificate;
        }
        if let Some(progress) = expire::expired(self.certificate.clone(), self.usage, self.now) {
            self.certificate = progress.certificate;
        }
        if let Some(progress) = renewal::begin_if_due(self.certificate.clone(), self.usage, self.now) {
            self.certificate = progress.certificate;
            self.clicked.clear();
        }
    }

    fn check(&self) -> Result<(), TestCaseError> {
        if let Some(proving) = self.certificate.proving() {
            for (name, state) in self.certificate.states(proving.purpose) {
                let proven = matches!(state, NameState::Proven { .. });
                prop_assert_eq!(proven, self.clicked.contains(name.name.as_str()));
            }
        }
        let version = self.certificate.version.as_ref().map_or(0, |version| version.number);
        prop_assert_eq!(version, self.versions);
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn nothing_is_issued_that_was_not_approved_name_by_name(
        history in proptest::collection::vec(happening(), 1..60),
    ) {
        let mut world = World {
            certificate: requested(),
            now: now(),
            usage: Usage::Unused,
            clicked: BTreeSet::new(),
            versions: 0,
        };
        for happening in &history {
            world.apply(happening)?;
        }
    }
}
