use tegata_aws::generated::tegata::{AcknowledgeRestoreRequest, RestoreResponse};
use tegata_operations::instance::restored;
use tegata_operations::{Caller, Error, Instance};

/// Goes on with a restored copy of the store; answers why it was held.
pub(super) async fn acknowledge_restore(
    instance: &Instance,
    caller: &Caller,
    _: AcknowledgeRestoreRequest,
) -> Result<RestoreResponse, Error> {
    let acknowledged = restored::acknowledge(instance, caller).await?;
    Ok(super::describe_restore::view(acknowledged.held))
}
