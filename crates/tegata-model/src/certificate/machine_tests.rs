//! The state machine under random histories: whatever happens in whatever order, its promises hold.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::evidence::{LookUpResult, ProofSeen};
use super::export::{ExportRefused, plan_export};
use super::fail::{Failure, failed, timed_out};
use super::import::tests::{brought, imported};
use super::issue::{CaaVerdict, Issuable, NotIssuable, issued, plan_issue};
use super::proof::{pending_bases, proofs_seen};
use super::tests::{DAY, at, begin, permitted, version_of};
use super::*;
use crate::event::EventKind;

const NAMES: [&str; 4] = ["example.com", "*.example.com", "www.example.com", "example.org"];

#[derive(Debug, Clone)]
enum Happening {
    TimePasses(SignedDuration),
    LookedUp { good: [bool; 3], otherwise_bad: bool },
    PlannedIssue { caa: Caa },
    Signed,
    Failed { one_name: bool },
    Attached,
    Detached,
    Exported,
}

#[derive(Debug, Clone, Copy)]
enum Caa {
    Permits,
    Forbids,
    Silent,
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        4 => (0_i64..600).prop_map(|seconds| Happening::TimePasses(SignedDuration::from_secs(seconds))),
        3 => (0_i64..80).prop_map(|hours| Happening::TimePasses(SignedDuration::from_hours(hours))),
        2 => (0_i64..180).prop_map(|days| Happening::TimePasses(DAY * i32::try_from(days).expect("small"))),
        8 => (any::<[bool; 3]>(), any::<bool>())
            .prop_map(|(good, otherwise_bad)| Happening::LookedUp { good, otherwise_bad }),
        4 => Just(Happening::LookedUp { good: [true; 3], otherwise_bad: true }),
        6 => prop_oneof![8 => Just(Caa::Permits), 1 => Just(Caa::Forbids), 1 => Just(Caa::Silent)]
            .prop_map(|caa| Happening::PlannedIssue { caa }),
        6 => Just(Happening::Signed),
        1 => any::<bool>().prop_map(|one_name| Happening::Failed { one_name }),
        3 => Just(Happening::Attached),
        1 => Just(Happening::Detached),
        1 => Just(Happening::Exported),
    ]
}

/// The machine, and beside it a plain account of what was shown to it.
struct World {
    certificate: Certificate,
    now: Timestamp,
    usage: Usage,
    issuable: Option<Issuable>,
    /// Bases seen good since proving began; forgotten when a new attempt begins.
    seen: BTreeSet<String>,
    versions: u32,
    announced: u32,
}

impl World {
    fn apply(&mut self, happening: &Happening) -> Result<(), TestCaseError> {
        let before = self.certificate.clone();
        match happening {
            Happening::TimePasses(span) => {
                self.now += *span;
                self.chores()?;
            }
            Happening::LookedUp { good, otherwise_bad } => self.look_up(good, *otherwise_bad)?,
            Happening::PlannedIssue { caa } => self.plan(*caa)?,
            Happening::Signed => {
                if let Some(issuable) = self.issuable.take() {
                    let version = version_of(&issuable, self.now);
                    if let Ok(progress) = issued(before.clone(), version, self.usage, self.now) {
                        self.versions += 1;
                        self.take(progress)?;
                    }
                }
            }
            Happening::Failed { one_name } => {
                let names = if *one_name { vec!["example.com".to_owned()] } else { Vec::new() };
                let failure = Failure { reason: FailureReason::Other, names, why: "lint".to_owned() };
                if let Ok(progress) = failed(before.clone(), &failure, self.usage, self.now) {
                    self.take(progress)?;
                    prop_assert_eq!(self.certificate.proving(), None, "what failed is no longer proven");
                }
            }
            Happening::Attached => self.usage = Usage::InUse,
            Happening::Detached => self.usage = Usage::Unused,
            Happening::Exported => {
                let may = before.has_key() && before.status() == Status::Issued;
                let exported = plan_export(before.clone(), self.now);
                prop_assert_eq!(exported.is_ok(), may, "what is issued and has its key here can be exported");
                if let Ok(progress) = exported {
                    self.take(progress)?;
                }
            }
        }
        self.check(&before)
    }

    /// What the effects do whenever time has passed.
    fn chores(&mut self) -> Result<(), TestCaseError> {
        if let Some(progress) = timed_out(self.certificate.clone(), self.usage, self.now) {
            self.take(progress)?;
        }
        if let Some(progress) = expire::expired(self.certificate.clone(), self.usage, self.now) {
            self.take(progress)?;
        }
        if let Some(progress) = renewal::begin_if_due(self.certificate.clone(), self.usage, self.now) {
            let due = renewal::due_from(&self.certificate).expect("it has a version");
            let wanted = self.usage == Usage::InUse || self.certificate.is_current_exported();
            prop_assert!(due <= self.now && wanted);
            self.seen.clear();
            self.take(progress)?;
        }
        Ok(())
    }

    fn look_up(&mut self, good: &[bool; 3], otherwise_bad: bool) -> Result<(), TestCaseError> {
        let bases = pending_bases(&self.certificate);
        let seen: Vec<ProofSeen> = ["example.com", "www.example.com", "example.org"]
            .iter()
            .zip(good)
            .filter(|(base, _)| bases.contains(base))
            .map(|(base, good)| {
                let why = "so".to_owned();
                let sighting = match (good, otherwise_bad) {
                    (true, _) => LookUpResult::Good,
                    (false, true) => LookUpResult::Bad { why },
                    (false, false) => LookUpResult::Unanswered { why },
                };
                ProofSeen { base: (*base).to_owned(), sighting }
            })
            .collect();
        if let Ok(progress) = proofs_seen(self.certificate.clone(), &seen, self.usage, self.now) {
            let good = seen.iter().filter(|seen| seen.sighting == LookUpResult::Good);
            self.seen.extend(good.map(|seen| seen.base.clone()));
            prop_assert_eq!(
                progress.next == Next::Issue,
                self.seen.len() == 3,
                "issue exactly when all are seen"
            );
            self.take(progress)?;
        }
        Ok(())
    }

    fn plan(&mut self, caa: Caa) -> Result<(), TestCaseError> {
        let mut results = permitted(&self.certificate, self.now);
        results[0].verdict = match caa {
            Caa::Permits => CaaVerdict::Permitted,
            Caa::Forbids => CaaVerdict::Forbidden { why: String::new() },
            Caa::Silent => CaaVerdict::Unanswered { why: String::new() },
        };
        if let Ok(issuable) = plan_issue(&self.certificate, &results, self.now) {
            prop_assert!(matches!(caa, Caa::Permits), "nothing is signed against CAA");
            prop_assert_eq!(self.seen.len(), 3, "nothing is signed with a name unproven");
            prop_assert!(self.certificate.proving().is_some());
            prop_assert_eq!(issuable.names().len(), NAMES.len());
            let managed = self.certificate.managed().expect("it was requested");
            prop_assert_eq!((issuable.issuer(), issuable.key()), (managed.issuer, &managed.key));
            self.issuable = Some(issuable);
        }
        Ok(())
    }

    fn take(&mut self, progress: Progress) -> Result<(), TestCaseError> {
        for event in &progress.events {
            prop_assert_eq!(event.at, self.now);
            self.announced += u32::from(event.kind == EventKind::CertificateAvailable);
        }
        self.certificate = progress.certificate;
        Ok(())
    }

    fn check(&self, before: &Certificate) -> Result<(), TestCaseError> {
        let certificate = &self.certificate;
        let same = |certificate: &Certificate| -> Vec<_> {
            certificate.names().iter().map(|name| (name.name.clone(), name.record.clone())).collect()
        };
        prop_assert_eq!(same(certificate), same(before), "names and records stay");
        let chosen = |certificate: &Certificate| {
            certificate.managed().map(|managed| (managed.issuer, managed.key.clone()))
        };
        prop_assert!(chosen(certificate).is_some(), "what was requested is never an import");
        prop_assert_eq!(chosen(certificate), chosen(before), "issuer and key holder stay");
        prop_assert_eq!(certificate.version.as_ref().map_or(0, |version| version.number), self.versions);
        prop_assert_eq!(self.announced, self.versions, "each version is announced once");
        prop_assert_eq!(certificate.status(), expected_status(certificate, self.versions));
        let ended = [Status::Failed, Status::ValidationTimedOut, Status::Expired];
        if ended.contains(&before.status()) {
            prop_assert_eq!(certificate, before, "an end is an end");
        }
        if before.status() == Status::Issued {
            prop_assert!(matches!(certificate.status(), Status::Issued | Status::Expired));
        }
        if let (Status::Issued, Some(version)) = (certificate.status(), &certificate.version) {
            // `chores` run whenever time passes, so an issued certificate holds now.
            prop_assert!(self.now <= version.not_after);
        }
        let text = serde_json::to_string(certificate).expect("plain data");
        prop_assert_eq!(
            &serde_json::from_str::<Certificate>(&text).expect("what was written is read"),
            certificate
        );
        Ok(())
    }
}

/// The status said once more, by looking at the names one by one.
fn expected_status(certificate: &Certificate, versions: u32) -> Status {
    let over = certificate.expired_at.is_some();
    if versions > 0 {
        return if over { Status::Expired } else { Status::Issued };
    }
    let mut status = Status::PendingValidation;
    for name in certificate.names() {
        match name.state {
            NameState::Failed { .. } => return Status::Failed,
            NameState::TimedOut => status = Status::ValidationTimedOut,
            NameState::Pending | NameState::Proven { .. } => {}
        }
    }
    if certificate.managed().is_some_and(|managed| managed.failure.is_some()) {
        Status::Failed
    } else {
        status
    }
}

fn cases(cases: u32) -> ProptestConfig {
    // Histories are shrunk well enough to become named tests; a file of seeds would only repeat them.
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(256))]
    #[test]
    fn the_promises_hold_in_every_history(
        history in proptest::collection::vec(happening(), 1..60),
        key_is_requesters in any::<bool>(),
    ) {
        let now = at("2026-11-23T10:00:00Z");
        let mut certificate = begin(&NAMES, &request::NamePolicy::default(), now).certificate;
        certificate.export = ExportOption::Enabled;
        if key_is_requesters {
            let key = KeyHolder::Requester { public_key_pem: "a public key".to_owned() };
            certificate.managed_mut().expect("it was requested").key = key;
        }
        let mut world = World {
            certificate,
            now,
            usage: Usage::Unused,
            issuable: None,
            seen: BTreeSet::new(),
            versions: 0,
            announced: 0,
        };
        for happening in &history {
            world.apply(happening)?;
        }
    }

    /// Nothing that happens to requested certificates happens to an import: only time does.
    #[test]
    fn an_import_stays_its_owners_in_every_history(history in proptest::collection::vec(happening(), 1..30)) {
        let mut certificate = imported(brought());
        let (mut now, mut usage) = (certificate.created_at, Usage::Unused);
        for happening in &history {
            match happening {
                Happening::TimePasses(span) => {
                    now += *span;
                    if let Some(progress) = expire::expired(certificate.clone(), usage, now) {
                        prop_assert_eq!(&progress.events, &[], "ACM tells nothing of an import's end");
                        certificate = progress.certificate;
                    }
                    prop_assert_eq!(renewal::begin_if_due(certificate.clone(), usage, now), None);
                    prop_assert_eq!(timed_out(certificate.clone(), usage, now), None);
                }
                Happening::LookedUp { .. } => {
                    let seen = [super::tests::good("example.com")];
                    prop_assert_eq!(proofs_seen(certificate.clone(), &seen, usage, now), Err(NothingPending));
                }
                Happening::PlannedIssue { .. } | Happening::Signed => {
                    prop_assert_eq!(plan_issue(&certificate, &[], now), Err(NotIssuable::NotWanted));
                }
                Happening::Failed { .. } => {
                    let failure = Failure { reason: FailureReason::Other, names: Vec::new(), why: String::new() };
                    prop_assert!(failed(certificate.clone(), &failure, usage, now).is_err());
                }
                Happening::Attached => usage = Usage::InUse,
                Happening::Detached => usage = Usage::Unused,
                Happening::Exported => {
                    prop_assert_eq!(plan_export(certificate.clone(), now), Err(ExportRefused::Imported));
                }
            }
            prop_assert!(certificate.imported().is_some() && certificate.managed().is_none());
            prop_assert!(matches!(certificate.status(), Status::Issued | Status::Expired));
            let text = serde_json::to_string(&certificate).expect("plain data");
            prop_assert_eq!(serde_json::from_str::<Certificate>(&text).expect("what was written is read"), certificate.clone());
        }
    }
}

proptest! {
    #![proptest_config(cases(4))]
    /// With the record in place, CAA permitting and time moving in steps of a day, what is in use never expires.
    #[test]
    fn what_is_renewable_never_expires(days in 200_u32..1000, start in 0_i64..40_000_000) {
        let mut now = at("2026-11-23T10:00:00Z") + SignedDuration::from_secs(start);
        let certificate = begin(&NAMES, &request::NamePolicy::default(), now).certificate;
        let mut world = World {
            certificate,
            now,
            usage: Usage::InUse,
            issuable: None,
            seen: BTreeSet::new(),
            versions: 0,
            announced: 0,
        };
        for _ in 0..days {
            world.apply(&Happening::LookedUp { good: [true; 3], otherwise_bad: true })?;
            world.apply(&Happening::PlannedIssue { caa: Caa::Permits })?;
            world.apply(&Happening::Signed)?;
            prop_assert_eq!(world.certificate.status(), Status::Issued);
            now += DAY;
            world.apply(&Happening::TimePasses(DAY))?;
            prop_assert_eq!(world.now, now);
        }
        prop_assert!(world.versions >= days / 198);
    }
}
