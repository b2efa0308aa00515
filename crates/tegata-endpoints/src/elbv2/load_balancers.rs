//! Load balancers: describing, deleting, and changing one part of one.

use tegata_aws::generated::elbv2::{
    DeleteLoadBalancerInput, DeleteLoadBalancerOutput, DescribeLoadBalancersInput,
    DescribeLoadBalancersOutput, SetIpAddressTypeInput, SetIpAddressTypeOutput, SetSecurityGroupsInput,
    SetSecurityGroupsOutput, SetSubnetsInput, SetSubnetsOutput,
};
use tegata_operations::load_balancing::load_balancer;
use tegata_operations::load_balancing::load_balancer::{ListLoadBalancers, delete, list};
use tegata_operations::{Caller, Error, Instance};

use super::refusal::{invalid, not_built};
use super::{arn, from_wire, paging, view};

pub(super) async fn describe_load_balancers(
    instance: &Instance,
    caller: &Caller,
    input: DescribeLoadBalancersInput,
) -> Result<DescribeLoadBalancersOutput, Error> {
    let arns = input.load_balancer_arns.unwrap_or_default();
    let names = input.names.unwrap_or_default();
    let wanted = match (arns.is_empty(), names.is_empty()) {
        (true, true) => ListLoadBalancers::After(input.marker.unwrap_or_default()),
        (false, true) => ListLoadBalancers::Ids(
            arns.iter().map(|arn| arn::load_balancer(caller, arn)).collect::<Result<_, _>>()?,
        ),
        (true, false) => ListLoadBalancers::Names(names),
        (false, false) => {
            return Err(invalid(
                "Load balancer names and load balancer ARNs cannot be specified at the same time",
            ));
        }
    };
    let page = list(instance, caller, wanted, paging::size(input.page_size)).await?;
    Ok(DescribeLoadBalancersOutput {
        load_balancers: Some(page.items.iter().map(view::load_balancer).collect()),
        next_marker: page.next,
    })
}

pub(super) async fn delete_load_balancer(
    instance: &Instance,
    caller: &Caller,
    input: DeleteLoadBalancerInput,
) -> Result<DeleteLoadBalancerOutput, Error> {
    delete(instance, caller, arn::load_balancer(caller, &input.load_balancer_arn)?).await?;
    Ok(DeleteLoadBalancerOutput {})
}

pub(super) async fn set_subnets(
    instance: &Instance,
    caller: &Caller,
    input: SetSubnetsInput,
) -> Result<SetSubnetsOutput, Error> {
    if input.enable_prefix_for_ipv6_source_nat.as_deref() == Some("on") {
        return Err(not_built("Source NAT by IPv6 prefix", "leave it out"));
    }
    let named = arn::load_balancer(caller, &input.load_balancer_arn)?;
    let subnets = from_wire::subnets(input.subnets, input.subnet_mappings)?;
    if subnets.is_empty() {
        return Err(invalid("At least one subnet must be specified"));
    }
    let kind = input.ip_address_type.as_deref().map(from_wire::ip_address_type);
    let changed = load_balancer::set_subnets(instance, caller, named, subnets, kind).await?;
    Ok(SetSubnetsOutput {
        availability_zones: Some(view::zones(&changed.tenant, &changed.settings.subnets)),
        ip_address_type: Some(changed.settings.ip_address_type.as_str().to_owned()),
        ..SetSubnetsOutput::default()
    })
}

pub(super) async fn set_security_groups(
    instance: &Instance,
    caller: &Caller,
    input: SetSecurityGroupsInput,
) -> Result<SetSecurityGroupsOutput, Error> {
    if input.enforce_security_group_inbound_rules_on_private_link_traffic.is_some() {
        let what = "Enforcing inbound rules on PrivateLink traffic";
        return Err(not_built(what, "leave it out: there is no PrivateLink"));
    }
    let named = arn::load_balancer(caller, &input.load_balancer_arn)?;
    let groups = input.security_groups;
    let changed = load_balancer::set_security_groups(instance, caller, named, groups).await?;
    Ok(SetSecurityGroupsOutput {
        security_group_ids: Some(changed.settings.security_groups),
        ..SetSecurityGroupsOutput::default()
    })
}

pub(super) async fn set_ip_address_type(
    instance: &Instance,
    caller: &Caller,
    input: SetIpAddressTypeInput,
) -> Result<SetIpAddressTypeOutput, Error> {
    let named = arn::load_balancer(caller, &input.load_balancer_arn)?;
    let kind = from_wire::ip_address_type(&input.ip_address_type);
    let changed = load_balancer::set_ip_address_type(instance, caller, named, kind).await?;
    Ok(SetIpAddressTypeOutput { ip_address_type: Some(changed.settings.ip_address_type.as_str().to_owned()) })
}
