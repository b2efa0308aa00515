//! Registering a webhook.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tegata_model::WebhookId;
use tegata_model::event::EventKind;
use tegata_model::webhook::{WEBHOOKS_MAX, Webhook, WebhookState, event};
use tegata_store::webhooks::secret_place;
use tegata_store::{events, webhooks};
use zeroize::Zeroizing;

use crate::reason::EventReason;
use crate::{Caller, Error, Instance};

/// How many octets a secret has (Standard Webhooks: 24 to 64).
const SECRET_OCTETS: usize = 32;

/// A new webhook, and the only copy of its secret that leaves.
pub struct Created {
    /// The webhook.
    pub webhook: Webhook,
    /// What its receiver checks signatures with, as Standard Webhooks writes it: `whsec_` and base64.
    pub secret: Zeroizing<String>,
}

/// Registers a URL that receives the events of the caller's account and region: those from now on, or from a position on.
/// The first of those from now on is that the webhook was created, so that its receiver sees at once that it works.
///
/// # Errors
/// `webhook-url` when it has not the form of one, or names what one may not go to; `too-many-webhooks`.
pub async fn create(
    instance: &Instance,
    caller: &Caller,
    url: String,
    from: Option<i64>,
) -> Result<Created, Error> {
    caller.may("tegata:CreateWebhook")?;
    // A caller who registers a URL for events must be allowed to read them.
    caller.may("tegata:ListEvents")?;
    let place = instance.egress.judge(&url);
    let place =
        place.map_err(|refused| Error::invalid(EventReason::WebhookUrl, format!("Url {url}: {refused}.")))?;
    let now = instance.clock.now();
    let id = WebhookId(instance.entropy.uuid(now));
    let secret = Zeroizing::new(instance.entropy.bytes::<SECRET_OCTETS>());
    let sealed = instance.sealer.seal(&secret_place(id), &secret[..]);
    let (tenant, principal) = (caller.tenant.clone(), caller.principal.clone());
    let url = place.url().to_owned();
    let webhook = instance
        .write(move |tx| {
            if webhooks::list(tx, &tenant)?.len() >= WEBHOOKS_MAX as usize {
                let message =
                    format!("An account has at most {WEBHOOKS_MAX} webhooks in a region. Delete one first.");
                return Err(Error::limit_exceeded(EventReason::TooManyWebhooks, message));
            }
            let next_position = from.map_or_else(|| events::next_position(tx), Ok)?;
            let webhook = Webhook {
                id,
                tenant: tenant.clone(),
                url: url.clone(),
                principal: principal.clone(),
                created_at: now,
                state: WebhookState::Active,
                next_position,
                replays: 0,
                failing_since: None,
                tries: 0,
                last_error: None,
            };
            webhooks::insert(tx, &webhook, &sealed)?;
            tx.record_event(&event(&webhook, EventKind::WebhookCreated, now))?;
            webhooks::enqueue_delivery(tx, id, now)?;
            Ok(webhook)
        })
        .await?;
    let secret = Zeroizing::new(format!("whsec_{}", *Zeroizing::new(STANDARD.encode(&secret[..]))));
    Ok(Created { webhook, secret })
}
