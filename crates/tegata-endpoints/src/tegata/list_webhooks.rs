//! Webhooks, as they are shown.

use tegata_aws::Moment;
use tegata_aws::generated::tegata::{ListWebhooksRequest, ListWebhooksResponse, Webhook};
use tegata_model::WebhookId;
use tegata_operations::events::webhook::{Listed, list};
use tegata_operations::{Caller, Error, Instance};

/// Lists webhooks.
pub(super) async fn list_webhooks(
    instance: &Instance,
    caller: &Caller,
    ListWebhooksRequest {}: ListWebhooksRequest,
) -> Result<ListWebhooksResponse, Error> {
    let listed = list(instance, caller).await?;
    Ok(ListWebhooksResponse { webhooks: Some(listed.into_iter().map(shown).collect()) })
}

pub(super) fn shown(Listed { webhook, next_try }: Listed) -> Webhook {
    Webhook {
        webhook_id: Some(webhook.id.to_string()),
        url: Some(webhook.url),
        state: Some(webhook.state.as_str().to_owned()),
        next_position: Some(webhook.next_position),
        principal: Some(webhook.principal),
        created_at: Some(Moment(webhook.created_at)),
        failing_since: webhook.failing_since.map(Moment),
        tries: Some(i64::from(webhook.tries)),
        next_try: next_try.map(Moment),
        last_error: webhook.last_error,
    }
}

/// The identifier of a webhook, as its caller wrote it.
pub(super) fn webhook_of(text: &str) -> Result<WebhookId, Error> {
    let wrong = || format!("WebhookId {text} is none: take one from the list of webhooks.");
    text.parse().map_err(|_| Error::invalid("webhook-id", wrong()))
}
