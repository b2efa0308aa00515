//! SetSubnets.

use tegata_aws::generated::elbv2::{SetSubnetsInput, SetSubnetsOutput};
use tegata_operations::load_balancing::load_balancer;
use tegata_operations::{Caller, Error, Instance};

use super::refusal::{invalid, not_built};
use super::{arn, view, wish};

pub(super) async fn set_subnets(
    instance: &Instance,
    caller: &Caller,
    input: SetSubnetsInput,
) -> Result<SetSubnetsOutput, Error> {
    if input.enable_prefix_for_ipv6_source_nat.as_deref() == Some("on") {
        return Err(not_built("Source NAT by IPv6 prefix", "leave it out"));
    }
    let named = arn::load_balancer(caller, &input.load_balancer_arn)?;
    let subnets = wish::subnets(input.subnets, input.subnet_mappings)?;
    if subnets.is_empty() {
        return Err(invalid("At least one subnet must be specified"));
    }
    let kind = input.ip_address_type.as_deref().map(wish::ip_address_type);
    let changed = load_balancer::set_subnets::set_subnets(instance, caller, named, subnets, kind).await?;
    Ok(SetSubnetsOutput {
        availability_zones: Some(view::zones(&changed.tenant, &changed.settings.subnets)),
        ip_address_type: Some(changed.settings.ip_address_type.as_str().to_owned()),
        ..SetSubnetsOutput::default()
    })
}
