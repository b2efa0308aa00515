//! Proofs: what a look-up of a validation record does to the names that it proves, and when to look again.

use jiff::{SignedDuration, Timestamp};

use super::evidence::Sighting;
use super::{Certificate, NameState, Next, Progress, Purpose, Usage, event};

/// What one look-up showed for a base name; it counts for every name of that base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofSeen {
    /// The name without `*.`.
    pub base: String,
    /// What was seen.
    pub sighting: Sighting,
}

/// Nothing is being proven: the certificate has moved on, and what was seen no longer matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NothingPending;

/// Takes what the look-ups showed.
///
/// A good sighting proves the names of its base. A bad or missing one leaves them pending: before the
/// first issue nobody is told, in a renewal the owner is, once per attempt. A name that is proven
/// already stays so until the attempt ends.
///
/// # Errors
/// When nothing is being proven.
pub fn proofs_seen(
    mut certificate: Certificate,
    seen: &[ProofSeen],
    usage: Usage,
    now: Timestamp,
) -> Result<Progress, NothingPending> {
    let proving = certificate.proving().ok_or(NothingPending)?;
    let mut newly_proven = false;
    certificate.set_states(proving.purpose, |name, state| {
        let good = seen.iter().any(|seen| seen.base == name.name.base() && seen.sighting == Sighting::Good);
        if state == NameState::Pending && good {
            newly_proven = true;
            NameState::Proven { at: now }
        } else {
            state
        }
    });
    let mut events = Vec::new();
    let missing = seen.iter().any(|seen| matches!(seen.sighting, Sighting::Bad { .. }));
    if missing && proving.purpose == Purpose::Renewal {
        events.extend(super::renewal::action_required(&mut certificate, None, usage, now));
    }
    let all = certificate.states(proving.purpose).all(|(_, state)| matches!(state, NameState::Proven { .. }));
    let next = if all { Next::Issue } else { certificate.next_proof() };
    if all && newly_proven {
        events.push(event::validated(&certificate, now));
    }
    Ok(Progress { certificate, events, next })
}

/// The base names that are still to be looked up, each once.
#[must_use]
pub fn pending_bases(certificate: &Certificate) -> Vec<&str> {
    let Some(proving) = certificate.proving() else { return Vec::new() };
    let mut bases: Vec<&str> = Vec::new();
    for (name, state) in certificate.states(proving.purpose) {
        if state == NameState::Pending && !bases.contains(&name.name.base()) {
            bases.push(name.name.base());
        }
    }
    bases
}

/// When to look again: soon while somebody is probably watching, seldom later, and exactly at the limit.
///
/// The pause is an eighth of the age, from half a second up to 10 seconds in the first five minutes; up to a
/// minute in the first hour; five minutes from then on. ACM publishes no cadence. It is a function of the age alone,
/// so nothing has to be remembered, and a clock that is moved does no harm.
#[must_use]
pub fn look_again_at(since: Timestamp, until: Timestamp, now: Timestamp) -> Timestamp {
    let age = since.duration_until(now).max(SignedDuration::ZERO);
    let pause = if age < SignedDuration::from_mins(5) {
        (age / 8).clamp(SignedDuration::from_millis(500), SignedDuration::from_secs(10))
    } else if age < SignedDuration::from_hours(1) {
        (age / 30).clamp(SignedDuration::from_secs(10), SignedDuration::from_mins(1))
    } else {
        SignedDuration::from_mins(5)
    };
    (now + pause).min(until.max(now))
}
