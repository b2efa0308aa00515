//! GetAccountLimit.

use tegata_aws::generated::route53::{AccountLimit, GetAccountLimitRequest, GetAccountLimitResponse};
use tegata_operations::{Caller, Error, Instance, zone};

/// How many zones an account can have: no number is set, and clients want one.
const ZONES_MAX: i64 = 10_000_000;

pub(super) async fn get_account_limit(
    instance: &Instance,
    caller: &Caller,
    input: GetAccountLimitRequest,
) -> Result<GetAccountLimitResponse, Error> {
    let zones = zone::count_for(instance, caller, "route53:GetAccountLimit").await?;
    let (limit, count) = match input.r#type.as_str() {
        "MAX_HOSTED_ZONES_BY_OWNER" => (ZONES_MAX, zones),
        // None of the others can be made in this release. The contract has no limit below 1, so these are Route 53's
        // (Route 53 Developer Guide, "Quotas").
        "MAX_HEALTH_CHECKS_BY_OWNER" => (200, 0),
        "MAX_REUSABLE_DELEGATION_SETS_BY_OWNER" => (100, 0),
        "MAX_TRAFFIC_POLICIES_BY_OWNER" => (50, 0),
        "MAX_TRAFFIC_POLICY_INSTANCES_BY_OWNER" => (5, 0),
        other => return Err(Error::internal(format!("the contract let the limit {other} through"))),
    };
    let limit = AccountLimit { r#type: Some(input.r#type), value: Some(limit) };
    Ok(GetAccountLimitResponse { limit: Some(limit), count: Some(count) })
}
