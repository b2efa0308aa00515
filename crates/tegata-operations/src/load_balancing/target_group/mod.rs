//! What can be asked of target groups, and what the effects report about them.

pub mod create;
pub mod delete;
pub mod deregister_targets;
pub mod describe_attributes;
pub mod describe_health;
pub mod forget_drained;
pub mod list;
pub mod modify;
pub mod modify_attributes;
pub mod register_targets;
pub mod resolve_anew;

mod refusal;

use tegata_model::Tenant;
use tegata_model::load_balancing::{LoadBalancerId, TargetGroup, TargetGroupId};
use tegata_store::load_balancing::{listeners, target_groups};
use tegata_store::{ReadTx, StoreError};

use crate::{Error, Named};

/// A target group and who forwards to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described {
    /// The target group.
    pub group: TargetGroup,
    /// The load balancers whose listeners forward to it, by identifier and name.
    pub load_balancers: Vec<(LoadBalancerId, String)>,
}

fn described(tx: &mut ReadTx<'_>, group: TargetGroup) -> Result<Described, StoreError> {
    let load_balancers = listeners::forwarding_to(tx, group.id)?;
    Ok(Described { group, load_balancers })
}

/// The tenant's target group of that identifier.
pub(crate) fn target_group(
    tx: &mut ReadTx<'_>,
    tenant: &Tenant,
    named: &Named<TargetGroupId>,
) -> Result<TargetGroup, Error> {
    target_groups::find(tx, tenant, named.id)?.ok_or_else(not_found)
}

pub(crate) fn not_found() -> Error {
    Error::not_found("no-such-target-group", "One or more target groups not found")
}
