//! Taking targets out of service.

use serde_json::json;
use tegata_model::change::Change;
use tegata_model::event::EventKind;
use tegata_model::load_balancing::TargetGroupId;
use tegata_model::load_balancing::target::{TargetNamed, plan_deregistration};
use tegata_store::load_balancing::{listeners, targets};

use super::refusal;
use crate::load_balancing::load_balancer::event;
use crate::{Caller, Error, Instance, Named};

/// Takes targets out of service: each finishes what it has within the group's deregistration delay, and
/// goes at once when nothing forwards to the group. Targets that are not there are passed over.
///
/// # Errors
/// `no-such-target-group`, and `balancing-value` when no target is given.
pub async fn deregister_targets(
    instance: &Instance,
    caller: &Caller,
    named: Named<TargetGroupId>,
    requests: Vec<TargetNamed>,
) -> Result<(), Error> {
    caller.may("elasticloadbalancing:DeregisterTargets")?;
    refusal::some(&requests)?;
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    instance
        .write(move |tx| {
            let group = super::target_group(tx, &tenant, &named)?;
            let present = targets::of_group(tx, group.id)?;
            let mut wanted = plan_deregistration(&group, &present, &requests, now);
            if listeners::forwarding_to(tx, group.id)?.is_empty() {
                wanted.retain(|registration| registration.draining_until.is_none());
            }
            if wanted == present {
                return Ok(());
            }
            targets::replace(tx, group.id, &present, &wanted)?;
            tx.record_change(&Change::TargetGroup(group.id), now)?;
            let deregistered: Vec<_> = requests.iter().map(|request| request.in_group(&group)).collect();
            let detail = json!({ "Targets": deregistered });
            tx.record_event(&event(
                &tenant,
                EventKind::TargetGroupTargetsDeregistered,
                &group.id,
                detail,
                now,
            ))?;
            Ok(())
        })
        .await
}
