//! GetHostedZone.

use tegata_aws::generated::route53::{GetHostedZoneRequest, GetHostedZoneResponse};
use tegata_operations::{Caller, Error, Instance, zone};

use super::{id, view};

pub(super) async fn get_hosted_zone(
    instance: &Instance,
    caller: &Caller,
    input: GetHostedZoneRequest,
) -> Result<GetHostedZoneResponse, Error> {
    let found = zone::get(instance, caller, id::zone(&input.id)).await?;
    Ok(GetHostedZoneResponse {
        delegation_set: Some(view::delegation(&found.zone)),
        hosted_zone: Some(view::zone(found)),
        vp_cs: None,
    })
}
