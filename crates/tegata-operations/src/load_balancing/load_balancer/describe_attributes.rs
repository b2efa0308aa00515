//! Showing a load balancer's attributes.

use tegata_model::load_balancing::LoadBalancerId;
use tegata_model::load_balancing::attribute::LOAD_BALANCER;

use crate::{Caller, Error, Instance, Named};

/// Shows every attribute with its value.
///
/// # Errors
/// `no-such-load-balancer`.
pub async fn describe_attributes(
    instance: &Instance,
    caller: &Caller,
    named: Named<LoadBalancerId>,
) -> Result<Vec<(&'static str, String)>, Error> {
    caller.may("elasticloadbalancing:DescribeLoadBalancerAttributes")?;
    let tenant = caller.tenant.clone();
    let found = instance.read(move |tx| super::load_balancer(tx, &tenant, &named)).await?;
    Ok(LOAD_BALANCER.all(&found.attributes).map(|(key, value)| (key, value.to_owned())).collect())
}
