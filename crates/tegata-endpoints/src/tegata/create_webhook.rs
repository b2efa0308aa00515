use tegata_aws::generated::tegata::{CreateWebhookRequest, CreateWebhookResponse};
use tegata_operations::events::webhook::{Listed, create};
use tegata_operations::{Caller, Error, Instance};

use super::list_webhooks::shown;

/// Registers a webhook; the only answer that ever tells its secret.
pub(super) async fn create_webhook(
    instance: &Instance,
    caller: &Caller,
    input: CreateWebhookRequest,
) -> Result<CreateWebhookResponse, Error> {
    let made = create(instance, caller, input.url, input.from_position).await?;
    Ok(CreateWebhookResponse {
        webhook: Some(shown(Listed { webhook: made.webhook, next_try: None })),
        secret: Some(made.secret.as_str().into()),
    })
}
