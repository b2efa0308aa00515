//! Proofs: what a look-up of a validation record does to the names that it proves, and when to look again.

use jiff::{SignedDuration, Timestamp};

use super::evidence::{LookUpResult, ProofSeen};
use super::{
    Certificate, NameState, Next, NothingPending, Progress, Purpose, Usage, ValidationMethod, event, fail,
    method_update,
};
use crate::job::Queue;

/// From when until when records are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LookUpPeriod {
    /// When it began.
    pub since: Timestamp,
    /// When it is given up.
    pub until: Timestamp,
}

/// Whether records are looked for: those of names that are proven by DNS, or are to be from now on.
#[must_use]
pub fn look_up_period(certificate: &Certificate) -> Option<LookUpPeriod> {
    if certificate.method() == Some(ValidationMethod::Email) {
        let update = method_update::pending(certificate)?;
        return Some(LookUpPeriod { since: update.requested_at, until: update.until() });
    }
    certificate.proving().map(|proving| LookUpPeriod { since: proving.since, until: proving.until })
}

/// Takes note that the time for looking is over, if it is; `None` if not.
#[must_use]
pub fn timed_out(certificate: Certificate, usage: Usage, now: Timestamp) -> Option<Progress> {
    match certificate.method() {
        Some(ValidationMethod::Email) => method_update::timed_out(certificate, now),
        _ => fail::timed_out(certificate, usage, now),
    }
}

/// Takes what the look-ups showed.
///
/// A good sighting proves the names of its base. A bad or missing one leaves them pending: before the
/// first issue no event says so, in a renewal one does, once per attempt. A name that is proven
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
    if certificate.method() == Some(ValidationMethod::Email) {
        return method_update::proofs_seen(certificate, seen, now);
    }
    let proving = certificate.proving().ok_or(NothingPending)?;
    let mut newly_proven = false;
    certificate.set_states(proving.purpose, |name, state| {
        let good =
            seen.iter().any(|seen| seen.base == name.name.base() && seen.sighting == LookUpResult::Good);
        if state == NameState::Pending && good {
            newly_proven = true;
            NameState::Proven { at: now }
        } else {
            state
        }
    });
    let mut events = Vec::new();
    let missing = seen.iter().any(|seen| matches!(seen.sighting, LookUpResult::Bad { .. }));
    if missing && proving.purpose == Purpose::Renewal {
        events.extend(super::renewal::action_required(&mut certificate, None, usage, now));
    }
    let all = certificate.is_proven(proving.purpose);
    let next = if all { Next::Issue } else { certificate.next_proof() };
    if all && newly_proven {
        events.push(event::validated(&certificate, now));
    }
    Ok(Progress { certificate, events, next })
}

/// The base names that are still to be looked up, each once.
#[must_use]
pub fn pending_bases(certificate: &Certificate) -> Vec<&str> {
    let mut bases: Vec<&str> = Vec::new();
    let mut add = |base, state| {
        if state == NameState::Pending && !bases.contains(&base) {
            bases.push(base);
        }
    };
    if certificate.method() == Some(ValidationMethod::Email) {
        let update = method_update::pending(certificate);
        let states = update.iter().flat_map(|update| &update.names);
        certificate.names().iter().zip(states).for_each(|(name, state)| add(name.name.base(), *state));
    } else if let Some(proving) = certificate.proving() {
        certificate.states(proving.purpose).for_each(|(name, state)| add(name.name.base(), state));
    }
    bases
}

/// How far the look-ups of one run got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reached {
    /// How many pending names are in zones hosted here.
    pub here: usize,
    /// How many were looked up on the Internet.
    pub elsewhere: usize,
    /// For how many of these a server answered.
    pub answered: usize,
    /// How many are still to be looked up on the Internet: this run asked only zones hosted here.
    pub left: usize,
}

/// From which queue, and when, the names that are still pending are looked up again.
///
/// What is left to the Internet goes there at once. Names for which no server answered wait longer each time, and apart
/// from the others, so that they hold up none whose servers answer.
#[must_use]
pub fn next_look(look_up_period: LookUpPeriod, reached: Reached, now: Timestamp) -> (Queue, Timestamp) {
    let LookUpPeriod { since, until } = look_up_period;
    let soon = look_again_at(since, until, now);
    match reached {
        Reached { left: 1.., .. } => (Queue::ProofsElsewhere, now),
        Reached { here: 1.., .. } => (Queue::ProofsHere, soon),
        Reached { answered: 1.., .. } => (Queue::ProofsElsewhere, soon),
        _ => (Queue::ProofsSilent, look_again_after_silence_at(since, until, now)),
    }
}

/// A quarter of the age, from two seconds up to five minutes: most names whose servers are silent are never answered for.
fn look_again_after_silence_at(since: Timestamp, until: Timestamp, now: Timestamp) -> Timestamp {
    let age = since.duration_until(now).max(SignedDuration::ZERO);
    let pause = (age / 4).clamp(SignedDuration::from_secs(2), LONGEST_PAUSE);
    (now + pause).min(until.max(now))
}

/// The longest pause between two look-ups of one certificate.
pub const LONGEST_PAUSE: SignedDuration = SignedDuration::from_mins(5);

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
