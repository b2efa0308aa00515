use tegata_aws::Moment;
use tegata_aws::generated::tegata::{
    ListWebhookDeliveriesRequest, ListWebhookDeliveriesResponse, WebhookDelivery,
};
use tegata_model::webhook::Outcome;
use tegata_operations::events::webhook::list_tries;
use tegata_operations::{Caller, Error, Instance};

use super::list_webhooks::webhook_of;

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
