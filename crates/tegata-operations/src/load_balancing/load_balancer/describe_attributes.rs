//! Showing a load balancer's attributes.

use tegata_model::load_balancing::LoadBalancerId;

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
    let table = found.attribute_table();
    Ok(table.all(&found.attributes).map(|(key, value)| (key, value.to_owned())).collect())
}
