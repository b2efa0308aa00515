//! Failure: a first issue that cannot come about, or did not in time.

use jiff::Timestamp;

use super::{Certificate, FailureReason, NameState, Next, Progress, Purpose, Usage, event, renewal};

/// What makes issuing impossible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Why, in ACM's terms.
    pub reason: FailureReason,
    /// The names that it is about; empty when it is about none of them.
    pub names: Vec<String>,
    /// Why, in a sentence, for the event.
    pub why: String,
}

/// There is nothing to fail: the certificate was issued meanwhile, or has failed already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NothingToFail;

/// Gives up: the first issue permanently, a renewal until its next attempt.
///
/// Only the names it is about turn FAILED; the others stay as they are, as with ACM.
///
/// # Errors
/// When neither a first issue nor an attempt to renew is under way.
pub fn failed(
    mut certificate: Certificate,
    failure: &Failure,
    usage: Usage,
    now: Timestamp,
) -> Result<Progress, NothingToFail> {
    let proving = certificate.proving().ok_or(NothingToFail)?;
    certificate.set_states(proving.purpose, |name, state| {
        if failure.names.iter().any(|failed| failed == name.name.as_str()) {
            NameState::Failed { reason: failure.reason }
        } else {
            state
        }
    });
    let events = match proving.purpose {
        Purpose::FirstIssue => {
            if let Some(managed) =
                certificate.managed_mut().filter(|managed| managed.failure_reason().is_none())
            {
                managed.failure = Some(failure.reason);
            }
            vec![event::failed(&certificate, failure.reason, &failure.why, now)]
        }
        Purpose::Renewal => {
            let told = renewal::action_required(&mut certificate, Some(failure.reason), usage, now);
            renewal::end_attempt(&mut certificate, now);
            told.into_iter().collect()
        }
    };
    Ok(Progress { certificate, events, next: Next::Nothing })
}

/// Takes note that the time for proving is over, if it is; `None` if not.
///
/// Before the first issue the names that were not seen turn it to VALIDATION_TIMED_OUT. If all were seen, the
/// owner has done everything, and the issuing may still come through late: that is not a matter for this.
/// An attempt to renew just ends; the next begins by itself.
#[must_use]
pub fn timed_out(mut certificate: Certificate, usage: Usage, now: Timestamp) -> Option<Progress> {
    let proving = certificate.proving().filter(|proving| proving.until <= now)?;
    if certificate.states(proving.purpose).all(|(_, state)| state != NameState::Pending) {
        return None;
    }
    let events = match proving.purpose {
        Purpose::FirstIssue => {
            certificate.set_states(Purpose::FirstIssue, |_, state| match state {
                NameState::Pending => NameState::TimedOut,
                other => other,
            });
            vec![event::timed_out(&certificate, now)]
        }
        Purpose::Renewal => {
            // Unanswered all the while: no event has said so yet, and now the owner has to look.
            let told = renewal::action_required(&mut certificate, None, usage, now);
            renewal::end_attempt(&mut certificate, now);
            told.into_iter().collect()
        }
    };
    Some(Progress { certificate, events, next: Next::Nothing })
}
