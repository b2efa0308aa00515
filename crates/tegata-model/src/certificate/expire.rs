//! Expiry: the end of a certificate that was not renewed in time.

use jiff::Timestamp;

use super::{Certificate, Next, Progress, Status, Usage, event, method_update, renewal};

/// Takes note that `not_after` has passed, if it has; `None` if not, or if noted already.
///
/// What uses the certificate goes on serving it (ACM User Guide, "Managed renewal"): to take it away
/// would turn a warning in a browser into no answer at all.
#[must_use]
pub fn expired(mut certificate: Certificate, usage: Usage, now: Timestamp) -> Option<Progress> {
    let over = certificate.version.as_ref().is_some_and(|version| version.not_after < now);
    if certificate.status() != Status::Issued || !over {
        return None;
    }
    certificate.expired_at = Some(now);
    renewal::fail_at_expiry(&mut certificate, now);
    // ACM User Guide, "Amazon EventBridge support": no event for what was imported.
    let mut events: Vec<_> = method_update::fail_if_pending(&mut certificate, now).into_iter().collect();
    if certificate.managed().is_some() {
        events.push(event::expired(&certificate, usage, now));
    }
    Some(Progress { certificate, events, next: Next::Nothing })
}

/// Takes the note back when `not_after` has not passed: the clock that it was noted by was wrong. `None` when it has.
#[must_use]
pub fn not_expired(mut certificate: Certificate, now: Timestamp) -> Option<Progress> {
    let over = certificate.version.as_ref().is_none_or(|version| version.not_after < now);
    if certificate.status() != Status::Expired || over {
        return None;
    }
    certificate.expired_at = None;
    let events = vec![event::not_expired(&certificate, now)];
    Some(Progress { certificate, events, next: Next::Nothing })
}
