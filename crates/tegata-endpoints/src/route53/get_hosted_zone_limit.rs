//! GetHostedZoneLimit.

use tegata_aws::generated::route53::{
    GetHostedZoneLimitRequest, GetHostedZoneLimitResponse, HostedZoneLimit,
};
use tegata_operations::reason::ZoneReason;
use tegata_operations::{Caller, Error, Instance, zone};

use super::id;

/// How many record sets a zone can have: no number is set, and clients want one.
const RECORD_SETS_MAX: i64 = 10_000_000;

pub(super) async fn get_hosted_zone_limit(
    instance: &Instance,
    caller: &Caller,
    input: GetHostedZoneLimitRequest,
) -> Result<GetHostedZoneLimitResponse, Error> {
    let id = id::zone(&input.hosted_zone_id);
    let found = zone::get_for(instance, caller, "route53:GetHostedZoneLimit", id).await?;
    if input.r#type == "MAX_VPCS_ASSOCIATED_BY_ZONE" {
        let why = "The specified hosted zone is not a private hosted zone.";
        return Err(Error::conflict(ZoneReason::HostedZoneNotPrivate, why));
    }
    let limit = HostedZoneLimit { r#type: Some(input.r#type), value: Some(RECORD_SETS_MAX) };
    Ok(GetHostedZoneLimitResponse { limit: Some(limit), count: Some(found.record_sets) })
}
