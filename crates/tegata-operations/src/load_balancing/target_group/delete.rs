//! Deleting a target group.

use serde_json::json;
use tegata_model::change::Change;
use tegata_model::event::EventKind;
use tegata_model::load_balancing::TargetGroupId;
use tegata_store::load_balancing::{forwards, target_groups};

use crate::load_balancing::load_balancer::event;
use crate::reason::LoadBalancingReason;
use crate::{Caller, Error, Instance, Named};

/// Deletes a target group and its targets. One that is not there is passed over, as a load balancer is.
///
/// # Errors
/// `target-group-in-use` while a listener or a rule forwards to it.
pub async fn delete(instance: &Instance, caller: &Caller, named: Named<TargetGroupId>) -> Result<(), Error> {
    caller.may("elasticloadbalancing:DeleteTargetGroup")?;
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    instance
        .write(move |tx| {
            let Some(gone) = target_groups::find(tx, &tenant, named.id)? else { return Ok(()) };
            if !forwards::forwarding_to(tx, gone.id)?.is_empty() {
                let words = &named.as_written;
                let message = format!("Target group '{words}' is currently in use by a listener or a rule");
                return Err(Error::conflict(LoadBalancingReason::TargetGroupInUse, message));
            }
            target_groups::delete(tx, gone.id)?;
            tx.record_change(&Change::TargetGroup(gone.id), now)?;
            let detail = json!({ "Name": gone.settings.name });
            tx.record_event(&event(&tenant, EventKind::TargetGroupDeleted, &gone.id, detail, now))?;
            Ok(())
        })
        .await
}
