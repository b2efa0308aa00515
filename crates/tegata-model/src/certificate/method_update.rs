//! Changing how the names are proven, under the same identifier: from mail to DNS.
//!
//! ```text
//!  asked ──► PENDING_DOMAIN_VALIDATION ──every record seen──► SUCCESS: proven by DNS from now on
//!                   │
//!                   └── 72 h, or the certificate ends ──► FAILED: still by mail; may be asked again
//! ```
//!
//! Nothing is issued for it. If a renewal is being proven by mail just then, the records that were seen prove it too
//! (ACM User Guide, "Migrate from email to DNS validation").

use jiff::Timestamp;

use super::evidence::{LookUpResult, ProofSeen};
use super::{
    Certificate, NameState, Next, NothingPending, Progress, Purpose, Status, ValidationMethod, event,
};

mod state;

pub use self::state::{MethodUpdate, UpdateStage};

/// Why the method stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UpdateRefused {
    /// Imported: nothing is proven.
    Imported,
    /// It is proven so already, or by HTTP, which its CDN takes care of.
    NotByMail(ValidationMethod),
    /// Not issued, or not any more.
    NotIssued(Status),
    /// An update is under way.
    UnderWay,
}

/// Begins to look for the records.
///
/// # Errors
/// When the method cannot be changed.
pub fn begin(mut certificate: Certificate, now: Timestamp) -> Result<Progress, UpdateRefused> {
    let method = certificate.method().ok_or(UpdateRefused::Imported)?;
    if method != ValidationMethod::Email {
        return Err(UpdateRefused::NotByMail(method));
    }
    if certificate.status() != Status::Issued {
        return Err(UpdateRefused::NotIssued(certificate.status()));
    }
    if pending(&certificate).is_some() {
        return Err(UpdateRefused::UnderWay);
    }
    let managed = certificate.managed_mut().ok_or(UpdateRefused::Imported)?;
    managed.method_update = Some(MethodUpdate {
        stage: UpdateStage::Pending,
        requested_at: now,
        updated_at: now,
        names: vec![NameState::Pending; managed.names.len()],
    });
    let events = vec![event::method_update(&certificate, now)];
    Ok(Progress { certificate, events, next: Next::LookUpProofs })
}

/// The update whose records are being looked for; `None` when there is none.
#[must_use]
pub fn pending(certificate: &Certificate) -> Option<&MethodUpdate> {
    certificate.method_update().filter(|update| update.is_pending())
}

/// Takes what the look-ups showed.
///
/// # Errors
/// When no update is under way.
pub(super) fn proofs_seen(
    mut certificate: Certificate,
    seen: &[ProofSeen],
    now: Timestamp,
) -> Result<Progress, NothingPending> {
    let renews = certificate.proving().is_some_and(|proving| proving.purpose == Purpose::Renewal);
    let managed = certificate.managed_mut().ok_or(NothingPending)?;
    let update = managed.method_update.as_mut().filter(|update| update.stage == UpdateStage::Pending);
    let update = update.ok_or(NothingPending)?;
    for (name, state) in managed.names.iter().zip(&mut update.names) {
        let good = |seen: &ProofSeen| seen.base == name.name.base() && seen.sighting == LookUpResult::Good;
        if *state == NameState::Pending && seen.iter().any(good) {
            *state = NameState::Proven { at: now };
        }
    }
    if update.names.contains(&NameState::Pending) {
        return Ok(Progress { certificate, events: Vec::new(), next: Next::LookUpProofs });
    }
    update.stage = UpdateStage::Succeeded;
    update.updated_at = now;
    let proven = update.names.clone();
    managed.method = ValidationMethod::Dns;
    for name in &mut managed.names {
        name.mail = None;
    }
    let mut next = Next::Nothing;
    if let Some(renewal) = managed.renewal.as_mut().filter(|_| renews) {
        renewal.names = proven;
        renewal.updated_at = now;
        next = Next::Issue;
    }
    let events = vec![event::method_update(&certificate, now)];
    Ok(Progress { certificate, events, next })
}

/// Takes note that the time for an update is over, if it is; `None` if not.
pub(super) fn timed_out(mut certificate: Certificate, now: Timestamp) -> Option<Progress> {
    pending(&certificate).filter(|update| update.until() <= now)?;
    let events = fail_if_pending(&mut certificate, now).into_iter().collect();
    Some(Progress { certificate, events, next: Next::Nothing })
}

/// The certificate has ended, and an update under way with it.
pub(super) fn fail_if_pending(certificate: &mut Certificate, now: Timestamp) -> Option<crate::event::Event> {
    let update = certificate.managed_mut()?.method_update.as_mut();
    let update = update.filter(|update| update.stage == UpdateStage::Pending)?;
    update.stage = UpdateStage::Failed;
    update.updated_at = now;
    Some(event::method_update(certificate, now))
}

#[cfg(test)]
mod tests;
