//! Revocation: taking a certificate back before its end.
//!
//! It is for exported certificates, whose copies are out of reach. A certificate that only serves here is detached and
//! deleted instead. Every version that is still valid, or may exist, is revoked permanently.

use jiff::Timestamp;

use super::{Certificate, Next, Progress, Status, Usage, event, method_update};

mod reason;

pub use self::reason::{RevocationReason, Revoked};

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
    /// A reason that takes back for a while, or undoes that: [`RevocationReason::is_permanent`].
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
    if !reason.is_permanent() {
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
