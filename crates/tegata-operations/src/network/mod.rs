//! The network that load balancers are in: its subnets are in the settings, its security groups in the store.

mod change_rules;
mod create_security_group;
mod create_tags;
mod default_group;
mod delete_security_group;
mod delete_tags;
mod describe;
mod enforce;
mod event;
mod refusal;

pub use change_rules::{NewRule, RuleChange, RulesChanged, change_rules};
pub use create_security_group::{NewSecurityGroup, create_security_group};
pub use create_tags::create_tags;
pub(crate) use default_group::default_group;
pub use delete_security_group::delete_security_group;
pub use delete_tags::{TagNamed, delete_tags};
pub use describe::{Described, describe};
pub(crate) use enforce::{check_groups, listeners_changed, served_lists};
pub use refusal::no_such_group;

use tegata_model::Tenant;
use tegata_model::network::{SecurityGroup, SecurityGroupId};
use tegata_store::network::security_groups;
use tegata_store::{ReadTx, StoreError, WriteTx};

use crate::Error;

/// A security group as a request names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GroupNamed {
    /// By its identifier.
    Id(SecurityGroupId),
    /// By its name.
    Name(String),
}

/// The tenant's security group. The default group is there before it is stored.
fn group(
    tx: &mut ReadTx<'_>,
    tenant: &Tenant,
    default: &SecurityGroup,
    named: &GroupNamed,
) -> Result<SecurityGroup, Error> {
    let (found, is_default) = match named {
        GroupNamed::Id(id) => (security_groups::find(tx, tenant, *id)?, *id == default.id),
        GroupNamed::Name(name) => (security_groups::find_by_name(tx, tenant, name)?, *name == default.name),
    };
    let found = found.or_else(|| is_default.then(|| default.clone()));
    found.ok_or_else(|| match named {
        GroupNamed::Id(id) => no_such_group(&id.to_string()),
        GroupNamed::Name(name) => no_such_group(name),
    })
}

/// All of a tenant's security groups, the default group among them.
fn groups(
    tx: &mut ReadTx<'_>,
    tenant: &Tenant,
    default: &SecurityGroup,
) -> Result<Vec<SecurityGroup>, StoreError> {
    let mut found = security_groups::list(tx, tenant)?;
    if found.iter().all(|group| group.id != default.id) {
        found.push(default.clone());
        found.sort_unstable_by_key(|group| group.id);
    }
    Ok(found)
}

/// Saves a group that was changed. The default group is stored with its first change.
fn save(tx: &mut WriteTx<'_>, group: &SecurityGroup) -> Result<(), StoreError> {
    match security_groups::find(tx, &group.tenant, group.id)? {
        Some(_) => security_groups::update(tx, group),
        None => security_groups::insert(tx, group),
    }
}
