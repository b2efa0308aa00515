//! Webhooks: URLs that receive events, and how far each has come.

mod create;
mod delete;
mod deliver;
mod list;
mod list_tries;
mod replay;

use tegata_model::webhook::Webhook;
use tegata_model::{Tenant, WebhookId};
use tegata_store::{ReadTx, webhooks};

use crate::Error;
use crate::reason::EventReason;

pub use create::{Created, create};
pub use delete::delete;
pub use deliver::{Next, ToDeliver, enqueue_deliveries, record_delivery, to_deliver};
pub use list::{Listed, list};
pub use list_tries::list_tries;
pub use replay::replay;

/// A webhook of a tenant's.
fn webhook(tx: &mut ReadTx<'_>, tenant: &Tenant, id: WebhookId) -> Result<Webhook, Error> {
    webhooks::find(tx, tenant, id)?.ok_or_else(|| {
        Error::not_found(
            EventReason::NoSuchWebhook,
            format!("There is no webhook {id}. ListWebhooks shows the identifiers."),
        )
    })
}
