//! Revocation: taking a certificate back before its end.
//!
//! It is for exported certificates, whose copies are out of reach. A certificate that only serves here is detached and
//! deleted instead. Every version that is still valid, or may exist, is revoked permanently.

use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Certificate, Next, Progress, Status, Usage, event, method_update};

/// That and why a certificate was revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revoked {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: RevocationReason,
}

/// Why a certificate is not revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RevocationRefused {
    /// An imported certificate is revoked by its issuer.
    Imported,
    /// Not issued, or not any more.
    NotIssued(Status),
    /// It was never exported, so no one outside has it.
    NeverExported,
    /// Something serves it.
    InUse,
    /// A reason that takes back for a while, or undoes that: [`RevocationReason::is_for_good`].
    Reason(RevocationReason),
}

/// Judges a request to revoke. A revocation is permanent: nothing is renewed or taken back afterwards.
///
/// # Errors
/// When it may not be revoked.
pub fn plan_revocation(
    mut certificate: Certificate,
    reason: RevocationReason,
    usage: Usage,
    now: Timestamp,
) -> Result<Progress, RevocationRefused> {
    if !reason.is_for_good() {
        return Err(RevocationRefused::Reason(reason));
    }
    if certificate.imported().is_some() {
        return Err(RevocationRefused::Imported);
    }
    let status = certificate.status();
    if status != Status::Issued {
        return Err(RevocationRefused::NotIssued(status));
    }
    if certificate.exported.is_none() {
        return Err(RevocationRefused::NeverExported);
    }
    if usage == Usage::InUse {
        return Err(RevocationRefused::InUse);
    }
    certificate.revoked = Some(Revoked { at: now, reason });
    let mut events: Vec<_> = method_update::fail_if_pending(&mut certificate, now).into_iter().collect();
    events.push(event::revoked(&certificate, now));
    Ok(Progress { certificate, events, next: Next::Nothing })
}

/// Puts a revocation back on a certificate that has lost it, as when an older copy of the store took the place of the newer.
/// It was decided once and is not decided again. `None` when the certificate is revoked already.
#[must_use]
pub fn put_back_revocation(
    mut certificate: Certificate,
    revoked: Revoked,
    now: Timestamp,
) -> Option<Progress> {
    if certificate.revoked.is_some() {
        return None;
    }
    certificate.revoked = Some(revoked);
    let mut events: Vec<_> = method_update::fail_if_pending(&mut certificate, now).into_iter().collect();
    events.push(event::revoked(&certificate, now));
    Some(Progress { certificate, events, next: Next::Nothing })
}

/// Why a certificate is revoked (ACM API, `RevocationReason`; RFC 5280 §5.3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RevocationReason {
    /// No reason given.
    Unspecified,
    /// The key got into other hands.
    KeyCompromise,
    /// The authority's key did.
    CaCompromise,
    /// The subject's name or other data changed.
    AffiliationChanged,
    /// Another one has taken its place; ACM also takes the word misspelt as `SUPERCEDED`.
    Superseded,
    /// It is not needed any more.
    CessationOfOperation,
    /// Held for now.
    CertificateHold,
    /// Taken off a list again.
    RemoveFromCrl,
    /// A privilege in it was withdrawn.
    PrivilegeWithdrawn,
    /// An attribute authority's key got into other hands.
    #[serde(rename = "A_A_COMPROMISE")]
    AaCompromise,
}

impl RevocationReason {
    /// Every reason.
    pub const ALL: [RevocationReason; 10] = [
        RevocationReason::Unspecified,
        RevocationReason::KeyCompromise,
        RevocationReason::CaCompromise,
        RevocationReason::AffiliationChanged,
        RevocationReason::Superseded,
        RevocationReason::CessationOfOperation,
        RevocationReason::CertificateHold,
        RevocationReason::RemoveFromCrl,
        RevocationReason::PrivilegeWithdrawn,
        RevocationReason::AaCompromise,
    ];

    /// Whether a certificate may be revoked permanently with it. A hold is for a while, and taking something off a list
    /// undoes one (RFC 5280 §5.3.1); neither is for certificates of TLS servers (CA/B Baseline Requirements §7.2.2).
    #[must_use]
    pub fn is_for_good(self) -> bool {
        !matches!(self, RevocationReason::CertificateHold | RevocationReason::RemoveFromCrl)
    }

    /// ACM's name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            RevocationReason::Unspecified => "UNSPECIFIED",
            RevocationReason::KeyCompromise => "KEY_COMPROMISE",
            RevocationReason::CaCompromise => "CA_COMPROMISE",
            RevocationReason::AffiliationChanged => "AFFILIATION_CHANGED",
            RevocationReason::Superseded => "SUPERSEDED",
            RevocationReason::CessationOfOperation => "CESSATION_OF_OPERATION",
            RevocationReason::CertificateHold => "CERTIFICATE_HOLD",
            RevocationReason::RemoveFromCrl => "REMOVE_FROM_CRL",
            RevocationReason::PrivilegeWithdrawn => "PRIVILEGE_WITHDRAWN",
            RevocationReason::AaCompromise => "A_A_COMPROMISE",
        }
    }
}

impl FromStr for RevocationReason {
    type Err = ();

    /// Reads ACM's name, the misspelt `SUPERCEDED` of its model included.
    fn from_str(text: &str) -> Result<RevocationReason, ()> {
        let text = if text == "SUPERCEDED" { "SUPERSEDED" } else { text };
        RevocationReason::ALL.into_iter().find(|reason| reason.as_str() == text).ok_or(())
    }
}
