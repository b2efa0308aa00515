//! Telling a webhook again.

use tegata_model::WebhookId;
use tegata_model::event::EventKind;
use tegata_model::webhook::{Webhook, event, moved};
use tegata_store::webhooks;

use super::webhook;
use crate::{Caller, Error, Instance};

/// Tells a webhook the events from a position on, whether it has taken them or not; without one, goes on where it
/// stopped. One that was disabled is active again.
///
/// # Errors
/// `no-such-webhook`.
pub async fn replay(
    instance: &Instance,
    caller: &Caller,
    id: WebhookId,
    from: Option<i64>,
) -> Result<Webhook, Error> {
    caller.may("tegata:ReplayWebhook")?;
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    instance
        .write(move |tx| {
            let before = webhook(tx, &tenant, id)?;
            let after = moved(before.clone(), from);
            if !webhooks::update(tx, &before, &after)? {
                return Err(Error::internal("a webhook changed within its own transaction"));
            }
            tx.record_event(&event(&after, EventKind::WebhookReplayed, now))?;
            webhooks::enqueue_delivery(tx, id, now)?;
            Ok(after)
        })
        .await
}
