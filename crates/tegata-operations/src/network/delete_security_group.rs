//! Deleting a security group.

use tegata_model::event::EventKind;
use tegata_model::load_balancing::load_balancer::PER_TENANT_MAX;
use tegata_model::network::SecurityGroupId;
use tegata_model::network::security_group::Peer;
use tegata_store::load_balancing::load_balancers;
use tegata_store::network::{security_groups, tags};

use super::default_group::default_group;
use super::event::event;
use super::{GroupNamed, group, groups};
use crate::reason::NetworkReason;
use crate::{Caller, Error, Instance};

/// Deletes a security group that nothing uses: no load balancer, and no rule of another group. Returns its identifier.
///
/// # Errors
/// `no-such-security-group`, `default-security-group`, `security-group-in-use`.
pub async fn delete_security_group(
    instance: &Instance,
    caller: &Caller,
    named: GroupNamed,
) -> Result<SecurityGroupId, Error> {
    caller.may("ec2:DeleteSecurityGroup")?;
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    let default = default_group(&instance.secret, &tenant);
    instance
        .write(move |tx| {
            let gone = group(tx, &tenant, &default, &named)?;
            if gone.is_default() {
                let message = format!(
                    "the specified group: \"{}\" name: \"{}\" cannot be deleted by a user",
                    gone.id, gone.name
                );
                return Err(Error::conflict(NetworkReason::DefaultGroup, message));
            }
            let id = gone.id.to_string();
            let limit = u32::try_from(PER_TENANT_MAX).unwrap_or(u32::MAX);
            let users = load_balancers::list(tx, &tenant, "", limit)?;
            let is_of_balancer = users.iter().any(|of| of.settings.security_groups.contains(&id));
            let others = groups(tx, &tenant, &default)?;
            let is_of_rule = others
                .iter()
                .filter(|other| other.id != gone.id)
                .any(|other| other.rules.iter().any(|rule| rule.peer == Peer::Group(gone.id)));
            if is_of_balancer || is_of_rule {
                let message = format!("resource {id} has a dependent object");
                return Err(Error::conflict(NetworkReason::InUse, message));
            }
            security_groups::delete(tx, gone.id)?;
            tags::delete_of(tx, &tenant, &id)?;
            for rule in &gone.rules {
                tags::delete_of(tx, &tenant, &rule.id.to_string())?;
            }
            tx.record_event(&event(EventKind::SecurityGroupDeleted, &gone, now))?;
            Ok(gone.id)
        })
        .await
}
