use tegata_aws::generated::tegata::DeleteWebhookRequest;
use tegata_operations::events::webhook;
use tegata_operations::{Caller, Error, Instance};

use super::list_webhooks::webhook_of;

/// Deletes a webhook.
pub(super) async fn delete_webhook(
    instance: &Instance,
    caller: &Caller,
    input: DeleteWebhookRequest,
) -> Result<(), Error> {
    webhook::delete(instance, caller, webhook_of(&input.webhook_id)?).await
}
