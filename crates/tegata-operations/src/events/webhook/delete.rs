//! Deleting a webhook.

use tegata_model::WebhookId;
use tegata_model::event::EventKind;
use tegata_model::job::Job;
use tegata_model::webhook::event;
use tegata_store::{jobs, webhooks};

use super::webhook;
use crate::{Caller, Error, Instance};

/// Deletes a webhook, with what became of its deliveries. One that is under way may still arrive.
///
/// # Errors
/// `no-such-webhook`.
pub async fn delete(instance: &Instance, caller: &Caller, id: WebhookId) -> Result<(), Error> {
    caller.may("tegata:DeleteWebhook")?;
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    instance
        .write(move |tx| {
            let gone = webhook(tx, &tenant, id)?;
            webhooks::delete(tx, id)?;
            jobs::cancel(tx, &Job::DeliverWebhook { webhook: id })?;
            Ok(tx.record_event(&event(&gone, EventKind::WebhookDeleted, now))?)
        })
        .await
}
