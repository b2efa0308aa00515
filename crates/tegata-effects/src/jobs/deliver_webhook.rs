//! Telling webhooks.

use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER, USER_AGENT};
use jiff::SignedDuration;
use tegata_egress::Gate;
use tegata_model::WebhookId;
use tegata_model::webhook::Outcome;
use tegata_operations::Error;
use tegata_operations::events::webhook::{Next, ToDeliver, record_delivery, to_deliver};
use tegata_store::jobs::Claim;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::outcome::JobOutcome;
use crate::Effects;

/// For how long one job tells one event after the other: with the last delivery, shorter than a job may take.
const GO_ON_FOR: Duration = Duration::from_secs(30);
const WEBHOOK_ID: HeaderName = HeaderName::from_static("webhook-id");
const WEBHOOK_TIMESTAMP: HeaderName = HeaderName::from_static("webhook-timestamp");
const WEBHOOK_SIGNATURE: HeaderName = HeaderName::from_static("webhook-signature");

/// Tells a webhook the events that it has not taken, each once the one before was taken. An event whose answer was lost
/// in a crash is told again, under the same identifier.
pub(super) async fn deliver_webhook(
    effects: &Effects,
    claim: &Claim,
    id: WebhookId,
    stop: &CancellationToken,
) -> Result<JobOutcome, Error> {
    let worker = &effects.worker;
    let until = Instant::now() + GO_ON_FOR;
    while !stop.is_cancelled() && Instant::now() < until {
        let Some(next) = to_deliver(worker, id).await? else { return Ok(JobOutcome::Nothing) };
        let (outcome, retry_after) = match &effects.gate {
            Some(gate) => tell(gate, &next).await?,
            None => (Outcome::Unanswered("this process does not send anything".to_owned()), None),
        };
        match record_delivery(worker, claim, &next, outcome, retry_after).await? {
            Next::GoOn => {}
            Next::Settled => return Ok(JobOutcome::Settled),
        }
    }
    Ok(JobOutcome::RetryNow)
}

/// What became of telling it, and after which time its receiver wants to be told again.
async fn tell(gate: &Gate, next: &ToDeliver) -> Result<(Outcome, Option<SignedDuration>), Error> {
    let value = |text: &str| HeaderValue::try_from(text).map_err(Error::internal);
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(USER_AGENT, HeaderValue::from_static(concat!("Tegata/", env!("CARGO_PKG_VERSION"))));
    headers.insert(WEBHOOK_ID, value(&next.id)?);
    headers.insert(WEBHOOK_TIMESTAMP, value(&next.timestamp.to_string())?);
    headers.insert(WEBHOOK_SIGNATURE, value(&next.signature)?);
    let answer = gate.post(&next.webhook.url, headers, Bytes::from(next.body.clone())).await;
    Ok(match answer {
        Ok(answer) => (Outcome::Answered(answer.status.as_u16()), retry_after(&answer.headers)),
        Err(fault) => {
            let webhook = next.webhook.id;
            tracing::debug!(%webhook, %fault, "a webhook delivery failed");
            (Outcome::Unanswered(fault.for_requester(&next.webhook.url)), None)
        }
    })
}

/// The seconds of `Retry-After` (RFC 9110 §10.2.3). Its other form, a date, is passed over.
fn retry_after(headers: &HeaderMap) -> Option<SignedDuration> {
    let seconds: u32 = headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(SignedDuration::from_secs(seconds.into()))
}
