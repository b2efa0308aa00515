//! GetHostedZoneCount.

use tegata_aws::generated::route53::{GetHostedZoneCountRequest, GetHostedZoneCountResponse};
use tegata_operations::{Caller, Error, Instance, zone};

pub(super) async fn get_hosted_zone_count(
    instance: &Instance,
    caller: &Caller,
    _: GetHostedZoneCountRequest,
) -> Result<GetHostedZoneCountResponse, Error> {
    let count = zone::count(instance, caller).await?;
    Ok(GetHostedZoneCountResponse { hosted_zone_count: Some(count) })
}
