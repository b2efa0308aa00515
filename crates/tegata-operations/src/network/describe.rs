//! Describing the network.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;

use tegata_model::load_balancing::LoadBalancer;
use tegata_model::load_balancing::load_balancer::PER_TENANT_MAX;
use tegata_model::network::SecurityGroup;
use tegata_model::tag::Tag;
use tegata_store::load_balancing::load_balancers;
use tegata_store::network::tags;

use super::default_group::default_group;
use super::groups;
use crate::{Caller, Error, Instance, Settings};

/// Everything that EC2's API shows of a tenant's network: few things, which the endpoints filter.
#[derive(Debug, Clone)]
pub struct Described {
    /// The VPC, its subnets and instances, and the edge's addresses.
    pub settings: Arc<Settings>,
    /// The security groups, by identifier.
    pub groups: Vec<SecurityGroup>,
    /// The load balancers: each has a network interface.
    pub load_balancers: Vec<LoadBalancer>,
    tags: BTreeMap<String, Vec<Tag>>,
}

impl Described {
    /// The tags of a thing, by key.
    #[must_use]
    pub fn tags(&self, resource: &str) -> &[Tag] {
        self.tags.get(resource).map_or(&[], Vec::as_slice)
    }

    /// All tags, by the identifiers of things.
    pub fn all_tags(&self) -> impl Iterator<Item = (&str, &Tag)> {
        self.tags.iter().flat_map(|(resource, tags)| tags.iter().map(move |tag| (resource.as_str(), tag)))
    }

    /// The addresses of the edge.
    #[must_use]
    pub fn edge_addresses(&self) -> &[IpAddr] {
        &self.settings.edge_addresses
    }
}

/// The tenant's network. `action` is AWS's name of what is asked for, such as `ec2:DescribeSubnets`.
///
/// # Errors
/// When the caller may not, or the store fails.
pub async fn describe(instance: &Instance, caller: &Caller, action: &str) -> Result<Described, Error> {
    caller.may(action)?;
    let tenant = caller.tenant.clone();
    let default = default_group(&instance.secret, &tenant);
    let settings = instance.settings();
    instance
        .read(move |tx| {
            let limit = u32::try_from(PER_TENANT_MAX).unwrap_or(u32::MAX);
            Ok(Described {
                settings: Arc::clone(&settings),
                groups: groups(tx, &tenant, &default)?,
                load_balancers: load_balancers::list(tx, &tenant, "", limit)?,
                tags: tags::all(tx, &tenant)?,
            })
        })
        .await
}
