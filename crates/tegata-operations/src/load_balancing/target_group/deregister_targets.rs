//! Taking targets out of service.

use tegata_model::event::EventKind;
use tegata_model::load_balancing::TargetGroupId;
use tegata_model::load_balancing::target::{TargetNamed, plan_deregistration};
use tegata_store::load_balancing::{forwards, targets};

use super::refusal;
use super::save_targets::{TargetsChange, save_targets};
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
            if forwards::forwarding_to(tx, group.id)?.is_empty() {
                wanted.retain(|registration| registration.draining_until.is_none());
            }
            let kind = EventKind::TargetGroupTargetsDeregistered;
            let change = TargetsChange { kind, named: &requests, present: &present, wanted: &wanted };
            save_targets(tx, &group, change, now)
        })
        .await
}
