//! Listing webhooks.

use jiff::Timestamp;
use tegata_model::job::Job;
use tegata_model::webhook::Webhook;
use tegata_store::{jobs, webhooks};

use crate::{Caller, Error, Instance};

/// A webhook, and when the next event is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The webhook.
    pub webhook: Webhook,
    /// When; `None` when there is nothing to tell, or it is disabled.
    pub next_try: Option<Timestamp>,
}

/// The caller's webhooks, the oldest first: all of them, since there are few.
///
/// # Errors
/// When the store fails.
pub async fn list(instance: &Instance, caller: &Caller) -> Result<Vec<Listed>, Error> {
    caller.may("tegata:ListWebhooks")?;
    let tenant = caller.tenant.clone();
    instance
        .read(move |tx| {
            let webhooks = webhooks::list(tx, &tenant)?.into_iter().map(|webhook| {
                let next = jobs::next_try(tx, &Job::DeliverWebhook { webhook: webhook.id })?;
                Ok(Listed { webhook, next_try: next.map(|(at, _)| at) })
            });
            webhooks.collect()
        })
        .await
}
