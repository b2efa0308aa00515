//! Issuing: from proven names and CAA results to something that may be signed, and from what was signed
//! to a version.

use jiff::{SignedDuration, Timestamp};

use super::fail::Failure;
use super::{
    Certificate, FailureReason, Issuer, KeyAlgorithm, KeyHolder, NameState, Next, Progress, Purpose, Status,
    Usage, Version, event, renewal,
};
use crate::{CertificateId, DomainName, validity};

/// How old a CAA result may be when it is relied on (CA/B Baseline Requirements §4.2.2.1: eight hours at most).
pub const CAA_FRESHNESS: SignedDuration = SignedDuration::from_hours(8);

/// How short a certificate may live that ends with its issuer: a day, but for its last second.
const LIFE_MIN: SignedDuration = SignedDuration::from_secs(86_399);

/// What the CAA records of one name came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaaResult {
    /// The name, `*.` included: wildcards have rules of their own.
    pub name: DomainName,
    /// What the records say.
    pub verdict: CaaVerdict,
    /// When they were looked up.
    pub at: Timestamp,
}

/// What CAA records say of issuing for a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaaVerdict {
    /// Nothing stands against it.
    Permitted,
    /// They name other issuers, or none.
    Forbidden {
        /// In a sentence, for the owner.
        why: String,
    },
    /// They could not be had, because no root server answers this machine. That is no leave to issue.
    NoRootServer {
        /// In a sentence, for the owner.
        why: String,
    },
    /// They could not be had. That is no leave to issue (RFC 8659 §5.6).
    Unanswered {
        /// In a sentence, for the owner.
        why: String,
    },
}

/// What may be signed: made by [`plan_issue`] alone, and the only thing that leads to a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuable {
    certificate: CertificateId,
    purpose: Purpose,
    number: u32,
    names: Vec<DomainName>,
    issuer: Issuer,
    key: KeyHolder,
    key_algorithm: KeyAlgorithm,
    window: validity::Window,
}

/// Why nothing may be signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotIssuable {
    /// It was issued meanwhile, failed, expired, or no renewal runs.
    NotWanted,
    /// A name is not proven, or its proof is too old.
    NotProven {
        /// Which.
        name: DomainName,
    },
    /// CAA forbids it.
    Forbidden(Failure),
    /// The authority that would sign is not valid for as long, or not yet: another one has to, or a new one.
    NoIssuer,
    /// CAA could not be had for a name, or what is known is too old: look again.
    CaaUnknown {
        /// Which.
        name: DomainName,
        /// Why.
        why: String,
    },
}

/// Decides whether a version may be issued at `now`.
///
/// # Errors
/// When it may not; [`NotIssuable`] says who has to do something about it.
pub fn plan_issue(
    certificate: &Certificate,
    caa: &[CaaResult],
    now: Timestamp,
) -> Result<Issuable, NotIssuable> {
    let proving = certificate.proving().ok_or(NotIssuable::NotWanted)?;
    let managed = certificate.managed().ok_or(NotIssuable::NotWanted)?;
    let reuse = validity::proof_reuse(now);
    for (name, state) in managed.states(proving.purpose) {
        let fresh = matches!(state, NameState::Proven { at } if at.duration_until(now) <= reuse);
        if !fresh {
            return Err(NotIssuable::NotProven { name: name.name.clone() });
        }
    }
    let mut forbidden = Failure { reason: FailureReason::CaaError, names: Vec::new(), why: String::new() };
    let mut unknown = None;
    for name in &managed.names {
        match caa.iter().find(|result| result.name == name.name).map(|result| (&result.verdict, result.at)) {
            Some((CaaVerdict::Permitted, at)) if at.duration_until(now) <= CAA_FRESHNESS => {}
            Some((CaaVerdict::Forbidden { why }, _)) => {
                forbidden.names.push(name.name.as_str().to_owned());
                forbidden.why.clone_from(why);
            }
            Some((CaaVerdict::NoRootServer { why } | CaaVerdict::Unanswered { why }, _)) => {
                unknown = Some((name, why.clone()));
            }
            Some((CaaVerdict::Permitted, _)) => unknown = Some((name, "the answer is too old".to_owned())),
            None => unknown = Some((name, "it was not looked up".to_owned())),
        }
    }
    if !forbidden.names.is_empty() {
        return Err(NotIssuable::Forbidden(forbidden));
    }
    if let Some((name, why)) = unknown {
        return Err(NotIssuable::CaaUnknown { name: name.name.clone(), why });
    }
    Ok(Issuable {
        certificate: certificate.id,
        purpose: proving.purpose,
        number: certificate.version.as_ref().map_or(1, |version| version.number + 1),
        names: managed.names.iter().map(|name| name.name.clone()).collect(),
        issuer: managed.issuer,
        key: managed.key.clone(),
        key_algorithm: certificate.key_algorithm,
        window: validity::leaf_window(now),
    })
}

impl Issuable {
    /// The same under an issuer that is valid from when to when: it ends with its issuer at the latest, since no one can
    /// verify it afterwards.
    ///
    /// # Errors
    /// [`NotIssuable::NoIssuer`] when it would begin before its issuer, or live for less than a day.
    pub fn under(mut self, issuer: validity::Window) -> Result<Issuable, NotIssuable> {
        self.window.not_after = self.window.not_after.min(issuer.not_after);
        let lives_for = self.window.not_before.duration_until(self.window.not_after);
        if self.window.not_before < issuer.not_before || lives_for < LIFE_MIN {
            return Err(NotIssuable::NoIssuer);
        }
        Ok(self)
    }

    /// Of which certificate.
    #[must_use]
    pub fn certificate(&self) -> CertificateId {
        self.certificate
    }

    /// The first issue or a renewal.
    #[must_use]
    pub fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// Which version it will be.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Its names; the first is the common name.
    #[must_use]
    pub fn names(&self) -> &[DomainName] {
        &self.names
    }

    /// Who signs it.
    #[must_use]
    pub fn issuer(&self) -> Issuer {
        self.issuer
    }

    /// Who has its key.
    #[must_use]
    pub fn key(&self) -> &KeyHolder {
        &self.key
    }

    /// What kind of key it has.
    #[must_use]
    pub fn key_algorithm(&self) -> KeyAlgorithm {
        self.key_algorithm
    }

    /// From when to when it will hold.
    #[must_use]
    pub fn window(&self) -> validity::Window {
        self.window
    }
}

/// The certificate no longer waits for this version: it was issued otherwise, or one of the two expired meanwhile.
/// What was signed stays on record and is served nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VersionNotAwaited;

/// Takes a signed version into service.
///
/// # Errors
/// When the certificate does not wait for it.
pub fn issued(
    mut certificate: Certificate,
    version: Version,
    usage: Usage,
    now: Timestamp,
) -> Result<Progress, VersionNotAwaited> {
    let proving = certificate.proving().ok_or(VersionNotAwaited)?;
    let proven = certificate.is_proven(proving.purpose);
    let next_number = certificate.version.as_ref().map_or(1, |current| current.number + 1);
    if !proven || version.number != next_number || version.not_after < now {
        return Err(VersionNotAwaited);
    }
    certificate.version = Some(version);
    if proving.purpose == Purpose::Renewal {
        renewal::succeed(&mut certificate, now);
    }
    debug_assert_eq!(certificate.status(), Status::Issued);
    let events = vec![event::available(&certificate, proving.purpose, usage, now)];
    Ok(Progress { certificate, events, next: Next::Nothing })
}
