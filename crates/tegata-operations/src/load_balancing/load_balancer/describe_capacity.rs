//! Showing a load balancer's reserved capacity.

use tegata_model::load_balancing::LoadBalancerId;

use crate::{Caller, Error, Instance, Named};

/// How many capacity units are reserved: none, since the edge has the host's capacity and no other.
///
/// # Errors
/// `no-such-load-balancer`.
pub async fn describe_capacity(
    instance: &Instance,
    caller: &Caller,
    named: Named<LoadBalancerId>,
) -> Result<Option<u32>, Error> {
    caller.may("elasticloadbalancing:DescribeCapacityReservation")?;
    let tenant = caller.tenant.clone();
    instance.read(move |tx| super::load_balancer(tx, &tenant, &named)).await?;
    Ok(None)
}
