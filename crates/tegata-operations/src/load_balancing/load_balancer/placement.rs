//! Subnets: which zones they are in, and on which of the edge's addresses a load balancer in them may open.

use std::net::IpAddr;

use tegata_model::load_balancing::LoadBalancer;
use tegata_model::load_balancing::load_balancer::{CreationRefused, Subnet, check_subnets};
use tegata_model::network::SubnetsRefused;

use super::refusal;
use crate::reason::LoadBalancingReason;
use crate::{Error, Settings};

/// The subnets with their zones, and the addresses that they leave.
///
/// # Errors
/// `no-such-subnet`, `balancing-configuration`.
pub(super) fn place(
    mut subnets: Vec<Subnet>,
    settings: &Settings,
) -> Result<(Vec<Subnet>, Vec<IpAddr>), Error> {
    check_subnets(&subnets).map_err(|_| refusal::creation(CreationRefused::Network, ""))?;
    let ids: Vec<&str> = subnets.iter().map(|subnet| subnet.id.as_str()).collect();
    let addresses = settings.network.addresses(&ids, &settings.edge_addresses).map_err(refused)?;
    for subnet in &mut subnets {
        subnet.zone = settings.network.zone_of(&subnet.id);
    }
    Ok((subnets, addresses))
}

/// The addresses on which the listeners of a load balancer may open now. Subnets that are no longer in the settings leave
/// all.
pub(crate) fn addresses_of(load_balancer: &LoadBalancer, settings: &Settings) -> Vec<IpAddr> {
    let ids: Vec<&str> = load_balancer.settings.subnets.iter().map(|subnet| subnet.id.as_str()).collect();
    let found = settings.network.addresses(&ids, &settings.edge_addresses);
    found.unwrap_or_else(|_| settings.edge_addresses.clone())
}

fn refused(refused: SubnetsRefused) -> Error {
    match refused {
        SubnetsRefused::Unknown(id) => Error::invalid(
            LoadBalancingReason::NoSuchSubnet,
            format!("The subnet ID '{id}' does not exist. The setting `subnets` has the subnets"),
        ),
        SubnetsRefused::SameZone => Error::invalid(
            LoadBalancingReason::Configuration,
            "A load balancer cannot be attached to multiple subnets in the same Availability Zone",
        ),
        SubnetsRefused::NoAddress(ids) => Error::invalid(
            LoadBalancingReason::Configuration,
            format!(
                "None of the edge's addresses is in the subnets {}. Change the setting `subnets` or `edge_addresses`",
                ids.join(", ")
            ),
        ),
    }
}
