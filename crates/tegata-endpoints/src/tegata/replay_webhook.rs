use tegata_aws::generated::tegata::{ReplayWebhookRequest, ReplayWebhookResponse};
use tegata_operations::events::webhook::{Listed, replay};
use tegata_operations::{Caller, Error, Instance};

use super::list_webhooks::{shown, webhook_of};

/// Tells a webhook the events from a position on once more, and makes one that was disabled active again.
pub(super) async fn replay_webhook(
    instance: &Instance,
    caller: &Caller,
    input: ReplayWebhookRequest,
) -> Result<ReplayWebhookResponse, Error> {
    let webhook = replay(instance, caller, webhook_of(&input.webhook_id)?, input.from_position).await?;
    Ok(ReplayWebhookResponse { webhook: Some(shown(Listed { webhook, next_try: None })) })
}
