//! DescribeCapacityReservation.

use tegata_aws::generated::elbv2::{
    DescribeCapacityReservationInput, DescribeCapacityReservationOutput, MinimumLoadBalancerCapacity,
};
use tegata_operations::load_balancing::load_balancer::describe_capacity::describe_capacity;
use tegata_operations::{Caller, Error, Instance};

use super::arn;

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
