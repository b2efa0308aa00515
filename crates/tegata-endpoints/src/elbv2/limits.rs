//! Limits of an account, and capacity reserved for a load balancer.

use tegata_aws::generated::elbv2::{
    DescribeAccountLimitsInput, DescribeAccountLimitsOutput, DescribeCapacityReservationInput,
    DescribeCapacityReservationOutput, Limit, MinimumLoadBalancerCapacity,
};
use tegata_operations::load_balancing::load_balancer::{describe_capacity, list_limits};
use tegata_operations::{Caller, Error, Instance};

use super::{arn, paging};

pub(super) async fn describe_account_limits(
    instance: &Instance,
    caller: &Caller,
    input: DescribeAccountLimitsInput,
) -> Result<DescribeAccountLimitsOutput, Error> {
    let from: usize = paging::number(input.marker.as_deref())?.unwrap_or(0);
    let all = list_limits(instance, caller)?;
    let page = all.iter().skip(from).take(paging::size(input.page_size) as usize);
    let limits: Vec<Limit> = page
        .map(|(name, max)| Limit { name: Some((*name).to_owned()), max: Some(max.to_string()) })
        .collect();
    let end = from.saturating_add(limits.len());
    let next_marker = (end < all.len()).then(|| end.to_string());
    Ok(DescribeAccountLimitsOutput { limits: Some(limits), next_marker })
}

pub(super) async fn describe_capacity_reservation(
    instance: &Instance,
    caller: &Caller,
    input: DescribeCapacityReservationInput,
) -> Result<DescribeCapacityReservationOutput, Error> {
    let named = arn::load_balancer(caller, &input.load_balancer_arn)?;
    let reserved = describe_capacity(instance, caller, named).await?;
    Ok(DescribeCapacityReservationOutput {
        minimum_load_balancer_capacity: reserved
            .map(|units| MinimumLoadBalancerCapacity { capacity_units: Some(i64::from(units)) }),
        capacity_reservation_state: Some(Vec::new()),
        ..DescribeCapacityReservationOutput::default()
    })
}
