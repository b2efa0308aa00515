//! Deliveries to webhooks: the next event, signed, and the outcome.

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::SignedDuration;
use tegata_model::WebhookId;
use tegata_model::event::EventKind;
use tegata_model::event_bridge::envelope;
use tegata_model::webhook::{
    Outcome, Webhook, WebhookState, after_delivery, after_delivery_while_doubted, event,
};
use tegata_store::jobs::{self, Claim};
use tegata_store::webhooks::{self, Try, secret_place};
use tegata_store::{StoreError, events};
use zeroize::Zeroizing;

use crate::events::event_log::give_positions;
use crate::{Error, Worker};

/// How many webhooks get work in one transaction.
const STEP: u32 = 100;

/// An event to be sent, signed as Standard Webhooks says.
#[derive(Debug, Clone)]
pub struct ToDeliver {
    /// To whom, as it stood.
    pub webhook: Webhook,
    /// The event's position.
    pub position: i64,
    /// `webhook-id`: the same for each delivery of the event, so that its receiver recognises it.
    pub id: String,
    /// `webhook-timestamp`: seconds since 1970, by the real time.
    pub timestamp: i64,
    /// `webhook-signature`.
    pub signature: String,
    /// The event in EventBridge's shape.
    pub body: String,
}

/// How a delivery goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// With the next event.
    GoOn,
    /// Not now: the claimed job has ended or was put off.
    Settled,
}

/// Enqueues a job for each webhook that is behind the events with a position and has no job.
///
/// # Errors
/// When the store fails.
pub async fn enqueue_deliveries(worker: &Worker) -> Result<(), Error> {
    if !worker.read(webhooks::any).await? {
        return Ok(());
    }
    let behind = worker.read(|tx| webhooks::list_behind(tx, STEP)).await?;
    if behind.is_empty() {
        return Ok(());
    }
    let now = worker.clock.now();
    let put = worker.write(move |tx| -> Result<(), StoreError> {
        behind.iter().try_for_each(|id| webhooks::enqueue_delivery(tx, *id, now))
    });
    Ok(put.await?)
}

/// The next event for a webhook; `None` when there is nothing, or when it is disabled or gone.
///
/// # Errors
/// When the store fails, or the secret cannot be unsealed.
pub async fn to_deliver(worker: &Worker, id: WebhookId) -> Result<Option<ToDeliver>, Error> {
    give_positions(worker).await?;
    let found = worker.read(move |tx| {
        let Some((webhook, sealed)) = webhooks::find_of_any(tx, id)? else { return Ok(None) };
        if webhook.state == WebhookState::Disabled {
            return Ok(None);
        }
        let mut next = events::list_of(tx, &webhook.tenant, webhook.next_position, 1)?;
        Ok::<_, Error>(next.pop().map(|next| (webhook, sealed, next)))
    });
    let Some((webhook, sealed, next)) = found.await? else { return Ok(None) };
    let secret = worker.sealer.open(&secret_place(id), &sealed).map_err(Error::internal)?;
    let secret = Zeroizing::new(secret);
    let envelope = envelope(next.position, &webhook.tenant, &next.event);
    let (id, body) = (envelope.id().to_string(), serde_json::to_string(&envelope).map_err(Error::internal)?);
    // Receivers refuse what is minutes old or to come, by their own clocks: whatever time is rehearsed here.
    let timestamp = (worker.clock.now() - worker.clock.offset()).as_second();
    let signature = signature(&secret, &id, timestamp, &body);
    Ok(Some(ToDeliver { webhook, position: next.position, id, timestamp, signature, body }))
}

/// Standard Webhooks, "Verifying webhook authenticity": HMAC-SHA-256 over identifier, time and body.
fn signature(secret: &[u8], id: &str, timestamp: i64, body: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    let tag = hmac::sign(&key, format!("{id}.{timestamp}.{body}").as_bytes());
    format!("v1,{}", STANDARD.encode(tag.as_ref()))
}

/// Records the outcome and when its receiver wants the next attempt, and moves the webhook on, puts it off, or disables it.
///
/// # Errors
/// When the store fails.
pub async fn record_delivery(
    worker: &Worker,
    claim: &Claim,
    delivered: &ToDeliver,
    outcome: Outcome,
    retry_after: Option<SignedDuration>,
) -> Result<Next, Error> {
    let now = worker.clock.now();
    let decide =
        if worker.clock.trusted_now().is_ok() { after_delivery } else { after_delivery_while_doubted };
    let (claim, before, position) = (claim.clone(), delivered.webhook.clone(), delivered.position);
    worker
        .write(move |tx| {
            if webhooks::find_of_any(tx, before.id)?.is_none() {
                jobs::complete(tx, &claim)?;
                return Ok(Next::Settled);
            }
            let tried = Try { at: now, position, number: before.tries, outcome: outcome.clone() };
            webhooks::record_try(tx, before.id, &tried)?;
            let after = decide(before.clone(), position, &outcome, retry_after, now);
            // Somebody has moved it, or works for it after our lease has passed on: look anew.
            if !webhooks::update(tx, &before, &after.webhook)? {
                jobs::retry(tx, &claim, now, None)?;
                return Ok(Next::Settled);
            }
            match after.next_at {
                Some(_) if after.webhook.state == WebhookState::Active => Ok(Next::GoOn),
                Some(next_at) => {
                    jobs::retry(tx, &claim, next_at, after.webhook.last_error.as_deref())?;
                    Ok(Next::Settled)
                }
                None => {
                    tx.record_event(&event(&after.webhook, EventKind::WebhookDisabled, now))?;
                    jobs::complete(tx, &claim)?;
                    Ok(Next::Settled)
                }
            }
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the Standard Webhooks specification's own libraries.
    #[test]
    fn what_is_signed_is_what_the_specification_signs() {
        let secret = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").expect("base64");
        let signed =
            signature(&secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, "{\"test\": 2432232314}");
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
