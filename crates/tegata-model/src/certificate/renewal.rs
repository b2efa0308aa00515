//! Renewal: replacing a certificate before it stops working.
//!
//! ```text
//!  due ──► PENDING_AUTO_RENEWAL ──record not there, or CAA──► PENDING_VALIDATION ──┐
//!              │        ▲                                        │         ▲       │
//!              │        └──── first attempt of a renewal         │    each 72 h a  │
//!              ▼                                                 ▼    new attempt ─┘
//!           SUCCESS ◄──────────────── seen again ────────────────┘      NotAfter ──► FAILED
//! ```
//!
//! An owner may also ask for one at any time ([`ask`]): it has one attempt, whose end without success is FAILED.
//!
//! Whether one is due is computed from the stored row each time, never remembered, so neither a
//! restored backup nor a clock set back can lose a renewal. Nothing here talks to an issuer.

use jiff::{SignedDuration, Timestamp};

use super::{Certificate, FailureReason, NameState, Progress, Status, Usage, VALIDATION_LIMIT, event};
use crate::event::Event;
use crate::validity;

mod state;

pub use self::state::{Attempt, BegunBy, Renewal, Stage};

/// After an attempt that ended early (CAA forbade it, or nothing could be made), the next one begins after
/// this pause: an owner who has corrected it should not wait for days.
pub const PAUSE_AFTER_REFUSAL: SignedDuration = SignedDuration::from_hours(1);

/// Whether Tegata renews the certificate when its time comes (ACM User Guide, "Managed renewal"):
/// issued here, and used by something or exported since the last issue. What is not used is left to expire, and
/// what was imported is its owner's to renew.
#[must_use]
pub fn is_eligible(certificate: &Certificate, usage: Usage) -> bool {
    let wanted = usage == Usage::InUse || certificate.is_current_exported();
    certificate.status() == Status::Issued && certificate.managed().is_some() && wanted
}

/// From when on a successor is due; `None` without a version.
#[must_use]
pub fn due_from(certificate: &Certificate) -> Option<Timestamp> {
    let version = certificate.version.as_ref()?;
    Some(version.not_after - validity::renewal_lead(version.not_before, version.not_after))
}

/// Begins an attempt to renew if one is due at `now`; `None` if not.
///
/// Due means: eligible, inside the lead, and no attempt runs. After an attempt that ended, the
/// next one begins at once if it used up its 72 hours, and after [`PAUSE_AFTER_REFUSAL`] otherwise.
#[must_use]
pub fn begin_if_due(mut certificate: Certificate, usage: Usage, now: Timestamp) -> Option<Progress> {
    let version = certificate.version.as_ref()?;
    let (number, not_after) = (version.number, version.not_after);
    let in_window = due_from(&certificate)? <= now && now <= not_after;
    if !is_eligible(&certificate, usage) || !in_window {
        return None;
    }
    let managed = certificate.managed_mut()?;
    let names = vec![NameState::Pending; managed.names.len()];
    let open = managed.renewal.take().filter(|renewal| renewal.is_open() && renewal.replaces == number);
    let renewal = match open {
        None => Renewal {
            replaces: number,
            stage: Stage::Automatic,
            updated_at: now,
            attempt: Attempt::first(now),
            names,
            begun_by: BegunBy::Time,
        },
        Some(renewal) => {
            let used_up = renewal.attempt.started_at + VALIDATION_LIMIT;
            let next = renewal
                .attempt
                .ended_at
                .map(|ended| (ended + PAUSE_AFTER_REFUSAL).min(used_up.max(ended)))?;
            if now < next {
                return None;
            }
            // The stage stays: until it is seen otherwise, the owner still has something to do.
            let number = renewal.attempt.number.saturating_add(1);
            let attempt = Attempt { number, started_at: now, ended_at: None, told: false };
            Renewal { attempt, names, updated_at: now, ..renewal }
        }
    };
    let attempt = renewal.attempt.number;
    managed.renewal = Some(renewal);
    let events = vec![event::renewal_started(&certificate, attempt, now)];
    let next = certificate.next_proof();
    Some(Progress { certificate, events, next })
}

/// Why a renewal that an owner requests does not begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotRenewable {
    /// Imported: its owner renews it and imports it anew.
    Imported,
    /// Never exported: what is used here is renewed by itself, and no one else has it.
    NeverExported,
    /// Not issued, or not any more.
    NotIssued(Status),
    /// A renewal is under way already.
    UnderWay,
}

/// Begins a renewal that its owner requests, however far its end is: of what was exported before, since its owner has to
/// put the new one where the old one is (ACM API, `RenewCertificate`).
///
/// It gets one attempt. If that fails the renewal has failed, and the owner may ask again; once the end is near, the
/// renewal that begins by itself takes over.
///
/// # Errors
/// When it may not be renewed, or is being renewed.
pub fn ask(mut certificate: Certificate, now: Timestamp) -> Result<Progress, NotRenewable> {
    if certificate.imported().is_some() {
        return Err(NotRenewable::Imported);
    }
    let status = certificate.status();
    let Some(version) = certificate.version.as_ref().filter(|_| status == Status::Issued) else {
        return Err(NotRenewable::NotIssued(status));
    };
    if certificate.exported.is_none() {
        return Err(NotRenewable::NeverExported);
    }
    let replaces = version.number;
    let managed = certificate.managed_mut().ok_or(NotRenewable::Imported)?;
    if managed.renewal.as_ref().is_some_and(|renewal| renewal.is_open() && renewal.replaces == replaces) {
        return Err(NotRenewable::UnderWay);
    }
    managed.renewal = Some(Renewal {
        replaces,
        stage: Stage::Automatic,
        updated_at: now,
        attempt: Attempt::first(now),
        names: vec![NameState::Pending; managed.names.len()],
        begun_by: BegunBy::Owner,
    });
    let events = vec![event::renewal_started(&certificate, 1, now)];
    let next = certificate.next_proof();
    Ok(Progress { certificate, events, next })
}

/// The owner has something to do; told once in an attempt, and again when the reason is another.
pub(super) fn action_required(
    certificate: &mut Certificate,
    reason: Option<FailureReason>,
    usage: Usage,
    now: Timestamp,
) -> Option<Event> {
    let renewal = certificate.managed_mut()?.renewal.as_mut().filter(|renewal| renewal.is_open())?;
    let stage = Stage::ActionRequired { reason };
    let news = renewal.stage != stage || !renewal.attempt.told;
    if renewal.stage != stage {
        renewal.stage = stage;
        renewal.updated_at = now;
    }
    renewal.attempt.told = true;
    news.then(|| event::renewal_action_required(certificate, reason, usage, now))
}

/// The attempt is over without success. One that the owner asked for has no other after it, unless the end is near.
pub(super) fn end_attempt(certificate: &mut Certificate, now: Timestamp) {
    let is_near = due_from(certificate).is_some_and(|due_from| due_from <= now);
    if let Some(renewal) = certificate.managed_mut().and_then(|managed| managed.renewal.as_mut()) {
        renewal.attempt.ended_at = Some(now);
        renewal.updated_at = now;
        if renewal.begun_by == BegunBy::Owner && !is_near {
            renewal.stage = Stage::Failed { reason: renewal.reason() };
        }
    }
}

/// The new version is there.
pub(super) fn succeed(certificate: &mut Certificate, now: Timestamp) {
    if let Some(renewal) = certificate.managed_mut().and_then(|managed| managed.renewal.as_mut()) {
        renewal.stage = Stage::Succeeded;
        renewal.updated_at = now;
    }
}

/// The old version has expired before a new one was there.
pub(super) fn fail_at_expiry(certificate: &mut Certificate, now: Timestamp) {
    let renewal = certificate.managed_mut().and_then(|managed| managed.renewal.as_mut());
    if let Some(renewal) = renewal.filter(|renewal| renewal.is_open()) {
        renewal.stage = Stage::Failed { reason: renewal.reason() };
        renewal.updated_at = now;
        renewal.attempt.ended_at.get_or_insert(now);
    }
}
