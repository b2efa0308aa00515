//! Changing how the health of a target group's targets is found out.

use serde_json::json;
use tegata_model::change::Change;
use tegata_model::event::EventKind;
use tegata_model::load_balancing::TargetGroupId;
use tegata_model::load_balancing::target_group::HealthCheckChange;
use tegata_store::load_balancing::target_groups;

use super::{Described, described, refusal};
use crate::load_balancing::load_balancer::event;
use crate::{Caller, Error, Instance, Named};

/// Changes the health check; what is not given stays.
///
/// # Errors
/// `no-such-target-group`, `balancing-value`.
pub async fn modify(
    instance: &Instance,
    caller: &Caller,
    named: Named<TargetGroupId>,
    change: HealthCheckChange,
) -> Result<Described, Error> {
    caller.may("elasticloadbalancing:ModifyTargetGroup")?;
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    instance
        .write(move |tx| {
            let mut group = super::target_group(tx, &tenant, &named)?;
            let health_check = group
                .health_check
                .changed(group.settings.protocol, &change)
                .map_err(refusal::health_check)?;
            if health_check != group.health_check {
                group.health_check = health_check;
                target_groups::update(tx, &group)?;
                tx.record_change(&Change::TargetGroup(group.id), now)?;
                let detail = json!({ "HealthCheck": group.health_check });
                tx.record_event(&event(&tenant, EventKind::TargetGroupChanged, &group.id, detail, now))?;
            }
            Ok(described(tx, group)?)
        })
        .await
}
