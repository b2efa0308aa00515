//! What became of deliveries.

use tegata_model::WebhookId;
use tegata_store::webhooks::{self, Try};

use super::webhook;
use crate::{Caller, Error, Instance};

/// How many are listed at most.
const LIMIT: u32 = 200;

/// The last tries to tell a webhook something, the newest first; the last 200.
///
/// # Errors
/// `no-such-webhook`.
pub async fn list_tries(instance: &Instance, caller: &Caller, id: WebhookId) -> Result<Vec<Try>, Error> {
    caller.may("tegata:ListWebhookDeliveries")?;
    let tenant = caller.tenant.clone();
    instance
        .read(move |tx| {
            webhook(tx, &tenant, id)?;
            Ok(webhooks::list_tries(tx, id, LIMIT)?)
        })
        .await
}
