//! What a restored instance found, and its acknowledgement.

use tegata_aws::Moment;
use tegata_aws::generated::tegata::{AcknowledgeRestoreRequest, DescribeRestoreRequest, RestoreResponse};
use tegata_operations::instance::restored;
use tegata_operations::instance::restored::Held;
use tegata_operations::{Caller, Error, Instance};

/// Shows why the store is held; nothing when it is not.
pub(super) async fn describe_restore(
    instance: &Instance,
    caller: &Caller,
    _: DescribeRestoreRequest,
) -> Result<RestoreResponse, Error> {
    restored::show(instance, caller).await.map(view)
}

fn view(held: Option<Held>) -> RestoreResponse {
    let (since, reasons) = match held {
        Some(held) => (Some(Moment(held.since)), Some(held.reasons)),
        None => (None, None),
    };
    RestoreResponse { since, reasons }
}

/// Goes on with a restored copy of the store; answers why it was held.
pub(super) async fn acknowledge_restore(
    instance: &Instance,
    caller: &Caller,
    _: AcknowledgeRestoreRequest,
) -> Result<RestoreResponse, Error> {
    let acknowledged = restored::acknowledge(instance, caller).await?;
    Ok(view(acknowledged.held))
}
