//! Putting targets into service.

use std::net::SocketAddr;
use std::sync::Arc;

use tegata_model::event::EventKind;
use tegata_model::load_balancing::TargetGroupId;
use tegata_model::load_balancing::target::{TargetNamed, address, plan_registration};
use tegata_store::load_balancing::targets;

use super::refusal;
use super::save_targets::{TargetsChange, save_targets};
use crate::{Caller, Error, Instance, Named};

/// Puts targets into service, all or none; one that drains comes back.
///
/// # Errors
/// `no-such-target-group`, `balancing-value`, `target`, `too-many-targets`.
pub async fn register_targets(
    instance: &Instance,
    caller: &Caller,
    named: Named<TargetGroupId>,
    requests: Vec<TargetNamed>,
) -> Result<(), Error> {
    caller.may("elasticloadbalancing:RegisterTargets")?;
    let (tenant, settings, now) = (caller.tenant.clone(), instance.settings(), instance.clock.now());
    let (rules, edge) = (Arc::clone(&instance.target_rules), instance.edge.clone());
    instance
        .write(move |tx| {
            let group = super::target_group(tx, &tenant, &named)?;
            let present = targets::of_group(tx, group.id)?;
            let wanted = plan_registration(&group, &present, &requests, &settings.instances, now)
                .map_err(refusal::registration)?;
            for request in &requests {
                let ip = address(&group, &request.id, &settings.instances).map_err(refusal::registration)?;
                let address = SocketAddr::new(ip, request.in_group(&group).port);
                rules.judge(&edge, address).map_err(|refused| refusal::address(&refused))?;
            }
            let kind = EventKind::TargetGroupTargetsRegistered;
            let change = TargetsChange { kind, named: &requests, present: &present, wanted: &wanted };
            save_targets(tx, &group, change, now)
        })
        .await
}
