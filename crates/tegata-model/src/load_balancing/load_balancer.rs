//! Load balancers: a name, an address of the edge, and the listeners that open on it.

use std::net::IpAddr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::attribute::{self, Attributes, Table};
use super::identifier::LoadBalancerId;
use super::kind::Kind;
use super::name::{self, NameRefused};
use super::network_attribute::NETWORK_LOAD_BALANCER;
use super::tags::{self, TagsRefused};
use crate::Tenant;
use crate::node::ListenerState;
use crate::tag::Tag;

/// How many load balancers a tenant may have (ELB quotas "Application Load Balancers per Region" and "Network Load
/// Balancers per Region"), of both kinds together.
pub const PER_TENANT_MAX: usize = 50;
/// How many subnets and security groups are kept of a request.
pub const NETWORK_PARTS_MAX: usize = 32;

/// A load balancer as it is stored. New members need a serde default: documents outlive releases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadBalancer {
    /// Which.
    pub id: LoadBalancerId,
    /// Whose and where.
    pub tenant: Tenant,
    /// What its creator asked for.
    pub settings: LoadBalancerSettings,
    /// The address of the edge on which its listeners open. Its first listener may choose another ([`address_for`]).
    pub address: IpAddr,
    /// When it was made.
    pub created_at: Timestamp,
    /// The attributes that were set; the others have their defaults.
    #[serde(default)]
    pub attributes: Attributes,
    /// Its owner's tags.
    #[serde(default)]
    pub tags: Vec<Tag>,
}

/// What a load balancer's creator asks for. Equal settings under one name are the same request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadBalancerSettings {
    /// Unique in the tenant.
    pub name: String,
    /// What it is; it never changes.
    #[serde(default)]
    pub kind: Kind,
    /// Given back as it came; both kinds open on the edge's addresses.
    pub scheme: Scheme,
    /// Given back as it came; the edge's addresses decide what is answered.
    pub ip_address_type: IpAddressType,
    /// Its subnets: they say on which of the edge's addresses it may open.
    #[serde(default)]
    pub subnets: Vec<Subnet>,
    /// Its security groups, which its listeners enforce. Without any, everyone may connect.
    #[serde(default)]
    pub security_groups: Vec<String>,
}

/// `Scheme` of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scheme {
    /// For clients anywhere.
    InternetFacing,
    /// For clients of the same network.
    Internal,
}

/// `IpAddressType` of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IpAddressType {
    /// IPv4 alone.
    Ipv4,
    /// Both.
    Dualstack,
    /// Both, with IPv6 alone to the public.
    DualstackWithoutPublicIpv4,
}

/// A subnet that the creator named, with the addresses given for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subnet {
    /// `subnet-…`.
    pub id: String,
    /// The letter of its availability zone when it was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<char>,
    /// `eipalloc-…`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allocation_id: Option<String>,
    /// The address inside the subnet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub private_ipv4_address: Option<String>,
    /// The IPv6 address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ipv6_address: Option<String>,
}

impl LoadBalancer {
    /// The table of its attributes.
    #[must_use]
    pub fn attribute_table(&self) -> &'static Table {
        match self.settings.kind {
            Kind::Application => attribute::LOAD_BALANCER,
            Kind::Network => NETWORK_LOAD_BALANCER,
        }
    }

    /// Its name in the DNS, under the edge's domain.
    #[must_use]
    pub fn dns_name(&self, edge_domain: &str) -> String {
        let internal = match (self.settings.kind, self.settings.scheme) {
            (Kind::Application, Scheme::Internal) => "internal-",
            (Kind::Application, Scheme::InternetFacing) | (Kind::Network, _) => "",
        };
        let (name, id, region) = (&self.settings.name, self.id, self.tenant.region.as_str());
        // Names in the DNS are compared in lower case, and clients show them as they come.
        format!("{internal}{name}-{id}.{region}.elb.{edge_domain}").to_ascii_lowercase()
    }
}

impl Scheme {
    /// The name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Scheme::InternetFacing => "internet-facing",
            Scheme::Internal => "internal",
        }
    }
}

impl IpAddressType {
    /// The name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            IpAddressType::Ipv4 => "ipv4",
            IpAddressType::Dualstack => "dualstack",
            IpAddressType::DualstackWithoutPublicIpv4 => "dualstack-without-public-ipv4",
        }
    }
}

/// A request for a load balancer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLoadBalancer {
    /// What it shall be.
    pub settings: LoadBalancerSettings,
    /// What it shall carry.
    pub tags: Vec<Tag>,
}

/// What creation depends on: the tenant's present state and the edge's addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Surroundings<'a> {
    /// The tenant's load balancer of the requested name.
    pub of_that_name: Option<LoadBalancer>,
    /// How many load balancers the tenant has.
    pub owned: usize,
    /// The edge's addresses, as the operator lists them.
    pub addresses: &'a [IpAddr],
}

/// What to do about a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Creation {
    /// Keep this new one.
    New(Box<LoadBalancer>),
    /// It is there already, with the same settings.
    Existing(Box<LoadBalancer>),
}

/// Why a load balancer was not made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CreationRefused {
    /// The name breaks a rule.
    Name(NameRefused),
    /// The name is taken by one with other settings.
    Taken,
    /// The tenant has [`PER_TENANT_MAX`].
    TooMany,
    /// The same subnet twice, or more than [`NETWORK_PARTS_MAX`] subnets or security groups.
    Network,
    /// Tags.
    Tags(TagsRefused),
    /// The operator gave the edge no address.
    NoAddress,
}

/// Decides about a request for a load balancer.
///
/// # Errors
/// See [`CreationRefused`].
pub fn plan_creation(
    tenant: &Tenant,
    id: LoadBalancerId,
    request: NewLoadBalancer,
    surroundings: &Surroundings<'_>,
    now: Timestamp,
) -> Result<Creation, CreationRefused> {
    let NewLoadBalancer { settings, tags } = request;
    name::check_load_balancer(&settings.name).map_err(CreationRefused::Name)?;
    check_subnets(&settings.subnets)?;
    if settings.security_groups.len() > NETWORK_PARTS_MAX {
        return Err(CreationRefused::Network);
    }
    let tags = tags::add(&[], &tags).map_err(CreationRefused::Tags)?;
    if let Some(existing) = &surroundings.of_that_name {
        let same = existing.settings == settings && existing.tags == tags;
        return if same {
            Ok(Creation::Existing(Box::new(existing.clone())))
        } else {
            Err(CreationRefused::Taken)
        };
    }
    if surroundings.owned >= PER_TENANT_MAX {
        return Err(CreationRefused::TooMany);
    }
    let address = *surroundings.addresses.first().ok_or(CreationRefused::NoAddress)?;
    Ok(Creation::New(Box::new(LoadBalancer {
        id,
        tenant: tenant.clone(),
        settings,
        address,
        created_at: now,
        attributes: Attributes::default(),
        tags,
    })))
}

/// Whether subnets can be those of a load balancer, wherever they are.
///
/// # Errors
/// The same subnet twice, or too many of them.
pub fn check_subnets(subnets: &[Subnet]) -> Result<(), CreationRefused> {
    let repeated = subnets
        .iter()
        .enumerate()
        .any(|(place, subnet)| subnets[..place].iter().any(|earlier| earlier.id == subnet.id));
    if repeated || subnets.len() > NETWORK_PARTS_MAX { Err(CreationRefused::Network) } else { Ok(()) }
}

/// Changes the subnets and, when one is given, the address type.
///
/// # Errors
/// The same subnet twice, or too many of them.
pub fn set_subnets(
    load_balancer: &LoadBalancer,
    subnets: Vec<Subnet>,
    ip_address_type: Option<IpAddressType>,
) -> Result<LoadBalancer, CreationRefused> {
    check_subnets(&subnets)?;
    let mut changed = load_balancer.clone();
    changed.settings.subnets = subnets;
    if let Some(ip_address_type) = ip_address_type {
        changed.settings.ip_address_type = ip_address_type;
    }
    Ok(changed)
}

/// The ports of the web, which one load balancer usually has both.
const WEB: [u16; 2] = [80, 443];

/// A listener of another load balancer, as far as it decides where one more can open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occupied {
    /// Its address.
    pub address: IpAddr,
    /// Its port.
    pub port: u16,
}

/// Where the listeners of a load balancer that has none yet are to open, when the first is for `port`: the first of the
/// edge's addresses on which no other load balancer has that port. For one of the web's two ports the other has to be
/// free as well, since it is likely to come next. Without such an address, the present one.
#[must_use]
pub fn address_for(
    load_balancer: &LoadBalancer,
    port: u16,
    addresses: &[IpAddr],
    occupied: &[Occupied],
) -> IpAddr {
    let all_free = |ports: &[u16]| {
        let is_free = |address: &IpAddr| {
            !occupied.iter().any(|other| other.address == *address && ports.contains(&other.port))
        };
        std::iter::once(load_balancer.address).chain(addresses.iter().copied()).find(is_free)
    };
    let free = all_free(&ports_beside(port)).or_else(|| all_free(&[port]));
    free.unwrap_or(load_balancer.address)
}

/// The ports that decide where the first listener opens, its own among them.
#[must_use]
pub fn ports_beside(port: u16) -> Vec<u16> {
    if WEB.contains(&port) { WEB.to_vec() } else { vec![port] }
}

/// How a load balancer does (`State` of the API).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Every listener is open.
    Active,
    /// Some listeners are not, or not on every node.
    ActiveImpaired {
        /// Which, why, and what to do.
        reason: String,
    },
    /// No listener is.
    Failed {
        /// Which, why, and what to do.
        reason: String,
    },
}

impl State {
    /// The code on the wire.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            State::Active => "active",
            State::ActiveImpaired { .. } => "active_impaired",
            State::Failed { .. } => "failed",
        }
    }

    /// What is wrong.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        match self {
            State::Active => None,
            State::ActiveImpaired { reason } | State::Failed { reason } => Some(reason),
        }
    }
}

/// How a load balancer does: a function of how its listeners do, stored nowhere beside them.
#[must_use]
pub fn state(listeners: impl IntoIterator<Item = ListenerState>) -> State {
    let (mut is_open, mut faults) = (false, Vec::new());
    for listener in listeners {
        is_open |= !matches!(listener, ListenerState::Shut { .. });
        match listener {
            ListenerState::Open => {}
            ListenerState::OpenInPart { reason } | ListenerState::Shut { reason } => faults.push(reason),
        }
    }
    let reason = faults.join(" ");
    match (is_open, faults.is_empty()) {
        (_, true) => State::Active,
        (false, false) => State::Failed { reason },
        (true, false) => State::ActiveImpaired { reason },
    }
}

/// Why a load balancer was not deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Protected;

/// Whether the security groups of a load balancer may be set: those of a network load balancer only if it was created with
/// some (ELB API, `SetSecurityGroups`).
#[must_use]
pub fn may_set_security_groups(load_balancer: &LoadBalancer) -> bool {
    load_balancer.settings.kind == Kind::Application || !load_balancer.settings.security_groups.is_empty()
}

/// Whether it may be deleted; its listeners go with it.
///
/// # Errors
/// When its deletion protection is on.
pub fn may_delete(load_balancer: &LoadBalancer) -> Result<(), Protected> {
    let table = load_balancer.attribute_table();
    let protection = attribute::value(table, &load_balancer.attributes, "deletion_protection.enabled");
    if protection == Some("true") { Err(Protected) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
