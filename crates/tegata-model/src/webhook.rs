//! Webhooks: URLs that receive events, one after the other.
//!
//! ```text
//!             delivered                 delivered, or moved by somebody
//!           ┌───────────┐          ┌──────────────────────────────────┐
//!           ▼           │          ▼                                  │
//!  create ─► ACTIVE ────┴─fails─► FAILING ──five days, or 410──► DISABLED
//! ```
//!
//! The next event is sent only after the one before was accepted, so that order holds. Format and signature follow the
//! Standard Webhooks specification (version 1.0.0).

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::event::{Event, EventKind};
use crate::{Tenant, WebhookId};

/// How many webhooks an account may have in a region.
pub const WEBHOOKS_MAX: u32 = 20;
/// A webhook that has accepted nothing for this long is disabled.
pub const DISABLED_AFTER: SignedDuration = SignedDuration::from_hours(5 * 24);
/// How long after each failure in a row it is tried again; the last one for ever.
const PAUSES_SECONDS: [i64; 8] = [5, 30, 2 * 60, 10 * 60, 30 * 60, 3_600, 2 * 3_600, 6 * 3_600];

/// A webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Which.
    pub id: WebhookId,
    /// Whose events it receives.
    pub tenant: Tenant,
    /// Where.
    pub url: String,
    /// Who registered it.
    pub principal: String,
    /// When.
    pub created_at: Timestamp,
    /// Where it stands.
    pub state: WebhookState,
    /// The position of the first event that it has not taken.
    pub next_position: i64,
    /// How often somebody has moved its position.
    pub replays: i64,
    /// Since when it takes nothing.
    pub failing_since: Option<Timestamp>,
    /// How often in a row it has taken nothing.
    pub tries: u32,
    /// What the last try that failed met.
    pub last_error: Option<String>,
}

/// Where a webhook stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WebhookState {
    /// It accepts events.
    Active,
    /// It did not accept the last event, which is sent again.
    Failing,
    /// It receives nothing until somebody moves its position.
    Disabled,
}

impl WebhookState {
    /// Its name, also in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            WebhookState::Active => "active",
            WebhookState::Failing => "failing",
            WebhookState::Disabled => "disabled",
        }
    }
}

/// What became of telling an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// There was an answer, with this HTTP status.
    Answered(u16),
    /// There was none, for this reason.
    Unanswered(String),
}

impl Outcome {
    /// Why the event does not count as taken; `None` when it does (Standard Webhooks: any status of 2xx).
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        match self {
            Outcome::Answered(200..=299) => None,
            Outcome::Answered(410) => Some("it answered 410 (gone)".to_owned()),
            Outcome::Answered(status @ 300..=399) => Some(format!(
                "it answered {status}, but redirects are not followed: register the URL that it redirects to"
            )),
            Outcome::Answered(status) => Some(format!("it answered {status}")),
            Outcome::Unanswered(why) => Some(why.clone()),
        }
    }
}

/// What an outcome leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AfterDelivery {
    /// The webhook from now on.
    pub webhook: Webhook,
    /// When the next event is sent; `None` when none is.
    pub next_at: Option<Timestamp>,
}

/// The longest time for which a receiver can put itself off (RFC 9110 §10.2.3, `Retry-After`).
const RETRY_AFTER_MAX: SignedDuration = SignedDuration::from_hours(6);

/// A webhook after a delivery of the event at `position` with this outcome. One that asked for a pause gets it, if it is
/// longer than the one that it would get anyway.
#[must_use]
pub fn after_delivery(
    webhook: Webhook,
    position: i64,
    outcome: &Outcome,
    retry_after: Option<SignedDuration>,
    now: Timestamp,
) -> AfterDelivery {
    after(webhook, position, outcome, retry_after, now, DISABLED_AFTER)
}

/// The same while the clock is doubted: no webhook has then failed for too long.
#[must_use]
pub fn after_delivery_while_doubted(
    webhook: Webhook,
    position: i64,
    outcome: &Outcome,
    retry_after: Option<SignedDuration>,
    now: Timestamp,
) -> AfterDelivery {
    after(webhook, position, outcome, retry_after, now, SignedDuration::MAX)
}

fn after(
    mut webhook: Webhook,
    position: i64,
    outcome: &Outcome,
    retry_after: Option<SignedDuration>,
    now: Timestamp,
    disabled_after: SignedDuration,
) -> AfterDelivery {
    let Some(why) = outcome.fault() else {
        webhook.state = WebhookState::Active;
        webhook.next_position = position + 1;
        (webhook.failing_since, webhook.tries, webhook.last_error) = (None, 0, None);
        return AfterDelivery { webhook, next_at: Some(now) };
    };
    let failing_since = webhook.failing_since.unwrap_or(now);
    let pause = PAUSES_SECONDS[(webhook.tries as usize).min(PAUSES_SECONDS.len() - 1)];
    let asked_for = retry_after.unwrap_or_default().min(RETRY_AFTER_MAX);
    let next_at = now + SignedDuration::from_secs(pause).max(asked_for);
    webhook.failing_since = Some(failing_since);
    webhook.tries = webhook.tries.saturating_add(1);
    // Standard Webhooks: 410 says that it wants no more.
    let is_over = *outcome == Outcome::Answered(410) || failing_since.duration_until(now) >= disabled_after;
    webhook.state = if is_over { WebhookState::Disabled } else { WebhookState::Failing };
    webhook.last_error = Some(why);
    AfterDelivery { next_at: (!is_over).then_some(next_at), webhook }
}

/// A webhook that somebody has moved to a position, or made go on where it stopped.
#[must_use]
pub fn moved(mut webhook: Webhook, position: Option<i64>) -> Webhook {
    webhook.next_position = position.unwrap_or(webhook.next_position);
    webhook.replays += 1;
    webhook.state = WebhookState::Active;
    (webhook.failing_since, webhook.tries, webhook.last_error) = (None, 0, None);
    webhook
}

/// The fact that something was done to a webhook; `kind` is one of the four that are about webhooks. Of its URL only the
/// place is in the event: what follows is often a secret of its receiver's, and events are sent to others too.
#[must_use]
pub fn event(webhook: &Webhook, kind: EventKind, now: Timestamp) -> Event {
    let mut detail = json!({ "Place": place(&webhook.url), "Principal": webhook.principal });
    if let Some(why) = webhook.last_error.as_deref().filter(|_| kind == EventKind::WebhookDisabled) {
        detail["Cause"] = json!(why);
    }
    if kind == EventKind::WebhookReplayed {
        detail["FromPosition"] = json!(webhook.next_position);
    }
    Event { at: now, tenant: Some(webhook.tenant.clone()), kind, subject: webhook.id.to_string(), detail }
}

/// Scheme, host and port of a URL that was judged.
fn place(url: &str) -> &str {
    let host = url.find("://").map_or(0, |scheme| scheme + "://".len());
    let end = url[host..].find(['/', '?', '#']).map_or(url.len(), |path| host + path);
    &url[..end]
}

#[cfg(test)]
mod tests;
