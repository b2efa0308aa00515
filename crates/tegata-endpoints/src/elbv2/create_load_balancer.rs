//! CreateLoadBalancer.

use tegata_aws::generated::elbv2::{CreateLoadBalancerInput, CreateLoadBalancerOutput};
use tegata_model::load_balancing::Kind;
use tegata_model::load_balancing::load_balancer::{
    IpAddressType, LoadBalancerSettings, NewLoadBalancer, Scheme,
};
use tegata_operations::load_balancing::load_balancer::create;
use tegata_operations::{Caller, Error, Instance};

use super::refusal::not_built;
use super::{from_wire, view};

pub(super) async fn create_load_balancer(
    instance: &Instance,
    caller: &Caller,
    input: CreateLoadBalancerInput,
) -> Result<CreateLoadBalancerOutput, Error> {
    let kind = match input.r#type.as_deref() {
        None | Some("application") => Kind::Application,
        Some("network") => Kind::Network,
        Some(kind) => {
            let what = format!("A load balancer of type '{kind}'");
            return Err(not_built(&what, "use type 'application' or 'network'"));
        }
    };
    if input.customer_owned_ipv4_pool.is_some() || input.ipam_pools.is_some() {
        let instead = "addresses come from `tegata up --edge-address`";
        return Err(not_built("A load balancer with an address pool", instead));
    }
    if input.enable_prefix_for_ipv6_source_nat.as_deref() == Some("on") {
        return Err(not_built("Source NAT by IPv6 prefix", "leave it out"));
    }
    let settings = LoadBalancerSettings {
        name: input.name,
        kind,
        scheme: match input.scheme.as_deref() {
            Some("internal") => Scheme::Internal,
            _ => Scheme::InternetFacing,
        },
        ip_address_type: input
            .ip_address_type
            .as_deref()
            .map_or(IpAddressType::Ipv4, from_wire::ip_address_type),
        subnets: from_wire::subnets(input.subnets, input.subnet_mappings)?,
        security_groups: input.security_groups.unwrap_or_default(),
    };
    let made =
        create(instance, caller, NewLoadBalancer { settings, tags: from_wire::tags(input.tags) }).await?;
    Ok(CreateLoadBalancerOutput { load_balancers: Some(vec![view::load_balancer(&made)]) })
}
