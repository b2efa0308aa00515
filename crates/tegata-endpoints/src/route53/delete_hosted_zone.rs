//! DeleteHostedZone.

use tegata_aws::generated::route53::{DeleteHostedZoneRequest, DeleteHostedZoneResponse};
use tegata_operations::{Caller, Error, Instance, zone};

use super::{id, view};

pub(super) async fn delete_hosted_zone(
    instance: &Instance,
    caller: &Caller,
    input: DeleteHostedZoneRequest,
) -> Result<DeleteHostedZoneResponse, Error> {
    let change = zone::delete(instance, caller, id::zone(&input.id)).await?;
    Ok(DeleteHostedZoneResponse { change_info: Some(view::change(change)) })
}
