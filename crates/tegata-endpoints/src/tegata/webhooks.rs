//! Webhooks and their deliveries.

use tegata_aws::Moment;
use tegata_aws::generated::tegata::{
    CreateWebhookRequest, CreateWebhookResponse, DeleteWebhookRequest, ListWebhookDeliveriesRequest,
    ListWebhookDeliveriesResponse, ListWebhooksRequest, ListWebhooksResponse, ReplayWebhookRequest,
    ReplayWebhookResponse, Webhook, WebhookDelivery,
};
use tegata_model::WebhookId;
use tegata_model::webhook::Outcome;
use tegata_operations::events::webhook;
use tegata_operations::events::webhook::{Listed, create, list, list_tries, replay};
use tegata_operations::reason::EventReason;
use tegata_operations::{Caller, Error, Instance};

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

/// Lists webhooks.
pub(super) async fn list_webhooks(
    instance: &Instance,
    caller: &Caller,
    ListWebhooksRequest {}: ListWebhooksRequest,
) -> Result<ListWebhooksResponse, Error> {
    let listed = list(instance, caller).await?;
    Ok(ListWebhooksResponse { webhooks: Some(listed.into_iter().map(shown).collect()) })
}

fn shown(Listed { webhook, next_try }: Listed) -> Webhook {
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
fn webhook_of(text: &str) -> Result<WebhookId, Error> {
    let wrong = || format!("WebhookId {text} is not an identifier. ListWebhooks shows the identifiers.");
    text.parse().map_err(|_| Error::invalid(EventReason::WebhookId, wrong()))
}

/// Deletes a webhook.
pub(super) async fn delete_webhook(
    instance: &Instance,
    caller: &Caller,
    input: DeleteWebhookRequest,
) -> Result<(), Error> {
    webhook::delete(instance, caller, webhook_of(&input.webhook_id)?).await
}

/// Lists what became of the last deliveries.
pub(super) async fn list_webhook_deliveries(
    instance: &Instance,
    caller: &Caller,
    input: ListWebhookDeliveriesRequest,
) -> Result<ListWebhookDeliveriesResponse, Error> {
    let tries = list_tries(instance, caller, webhook_of(&input.webhook_id)?).await?;
    let deliveries = tries.into_iter().map(|tried| WebhookDelivery {
        at: Some(Moment(tried.at)),
        position: Some(tried.position),
        failed_before: Some(i64::from(tried.number)),
        error: tried.outcome.fault(),
        status: match tried.outcome {
            Outcome::Answered(status) => Some(i64::from(status)),
            Outcome::Unanswered(_) => None,
        },
    });
    Ok(ListWebhookDeliveriesResponse { deliveries: Some(deliveries.collect()) })
}

/// Tells a webhook the events from a position on once more, and makes one that was disabled active again.
pub(super) async fn replay_webhook(
    instance: &Instance,
    caller: &Caller,
    input: ReplayWebhookRequest,
) -> Result<ReplayWebhookResponse, Error> {
    let webhook = replay(instance, caller, webhook_of(&input.webhook_id)?, input.from_position).await?;
    Ok(ReplayWebhookResponse { webhook: Some(shown(Listed { webhook, next_try: None })) })
}
