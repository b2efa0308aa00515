//! What can be asked of target groups, and what the effects report about them.

mod create;
mod delete;
mod deregister_targets;
mod describe_attributes;
mod describe_health;
mod forget_drained;
mod list;
mod modify;
mod modify_attributes;
mod register_targets;
mod resolve_anew;
mod save_targets;

mod refusal;

pub use self::create::create;
pub use self::delete::delete;
pub use self::deregister_targets::deregister_targets;
pub use self::describe_attributes::describe_attributes;
pub use self::describe_health::{TargetView, describe_health};
pub use self::forget_drained::forget_drained;
pub use self::list::{ListTargetGroups, Page, list};
pub use self::modify::modify;
pub use self::modify_attributes::modify_attributes;
pub use self::register_targets::register_targets;
pub use self::resolve_anew::resolve_anew;

use tegata_model::Tenant;
use tegata_model::load_balancing::{LoadBalancerId, TargetGroup, TargetGroupId};
use tegata_store::load_balancing::{forwards, target_groups};
use tegata_store::{ReadTx, StoreError};

use crate::reason::LoadBalancingReason;
use crate::{Error, Named};

/// A target group and who forwards to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described {
    /// The target group.
    pub group: TargetGroup,
    /// The load balancers whose listeners or rules forward to it, by identifier and name.
    pub load_balancers: Vec<(LoadBalancerId, String)>,
}

fn described(tx: &mut ReadTx<'_>, group: TargetGroup) -> Result<Described, StoreError> {
    let load_balancers = forwards::forwarding_to(tx, group.id)?;
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
    Error::not_found(LoadBalancingReason::NoSuchTargetGroup, "One or more target groups not found")
}
