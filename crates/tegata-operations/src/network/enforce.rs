//! Security groups at listeners: which are there, and what they let in and out.

use std::net::IpAddr;

use jiff::Timestamp;
use tegata_model::Tenant;
use tegata_model::change::Change;
use tegata_model::load_balancing::LoadBalancer;
use tegata_model::load_balancing::load_balancer::PER_TENANT_MAX;
use tegata_model::network::security_group::TCP;
use tegata_model::network::{AllowList, Rules, SecurityGroup, SecurityGroupId, egress, ingress};
use tegata_store::load_balancing::{listeners, load_balancers};
use tegata_store::{ReadTx, StoreError, WriteTx};

use super::groups;
use crate::Error;
use crate::reason::LoadBalancingReason;

/// Refuses security groups for a load balancer that are not there.
pub(crate) fn check_groups(
    tx: &mut ReadTx<'_>,
    tenant: &Tenant,
    default: &SecurityGroup,
    named: &[String],
) -> Result<(), Error> {
    if named.is_empty() {
        return Ok(());
    }
    let known = groups(tx, tenant, default)?;
    let unknown = named.iter().find(|id| known.iter().all(|group| group.id.to_string() != **id));
    unknown.map_or(Ok(()), |id| {
        Err(Error::invalid(
            LoadBalancingReason::SecurityGroup,
            format!("The security group '{id}' does not exist"),
        ))
    })
}

/// Has the edge follow a change of security groups: the listeners of all of the tenant's load balancers that are in one,
/// for a rule may name any of the groups.
pub(crate) fn listeners_changed(
    tx: &mut WriteTx<'_>,
    tenant: &Tenant,
    now: Timestamp,
) -> Result<(), StoreError> {
    for load_balancer in all(tx, tenant)? {
        if load_balancer.settings.security_groups.is_empty() {
            continue;
        }
        for listener in listeners::of_load_balancer(tx, load_balancer.id)? {
            tx.record_change(&Change::Listener(listener.id), now)?;
        }
    }
    Ok(())
}

/// Who may connect to a port of a load balancer, and where its connections to targets may go.
pub(crate) fn served_lists(
    tx: &mut ReadTx<'_>,
    load_balancer: &LoadBalancer,
    default: &SecurityGroup,
    port: u16,
) -> Result<(AllowList, Rules), StoreError> {
    let named = &load_balancer.settings.security_groups;
    if named.is_empty() {
        return Ok((None, None));
    }
    let known = groups(tx, &load_balancer.tenant, default)?;
    let own: Vec<SecurityGroup> =
        known.into_iter().filter(|group| named.contains(&group.id.to_string())).collect();
    let neighbours = all(tx, &load_balancer.tenant)?;
    let members = |id: SecurityGroupId| -> Vec<IpAddr> {
        let id = id.to_string();
        let within = neighbours.iter().filter(|other| other.settings.security_groups.contains(&id));
        within.map(|other| other.address).collect()
    };
    Ok((Some(ingress(&own, &members, TCP, port)), Some(egress(&own, &members))))
}

fn all(tx: &mut ReadTx<'_>, tenant: &Tenant) -> Result<Vec<LoadBalancer>, StoreError> {
    load_balancers::list(tx, tenant, "", u32::try_from(PER_TENANT_MAX).unwrap_or(u32::MAX))
}
