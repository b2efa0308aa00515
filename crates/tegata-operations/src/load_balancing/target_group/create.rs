//! Making a target group.

use serde_json::json;
use tegata_model::change::Change;
use tegata_model::event::EventKind;
use tegata_model::load_balancing::TargetGroupId;
use tegata_model::load_balancing::target_group::{Creation, NewTargetGroup, plan_creation};
use tegata_store::load_balancing::target_groups;

use super::{Described, described, refusal};
use crate::load_balancing::load_balancer::event;
use crate::{Caller, Error, Instance};

/// Makes a target group, or finds the one of that name if it has the same settings.
///
/// # Errors
/// `balancing-value`, `target-group-name-taken`, `too-many-target-groups`, tags.
pub async fn create(
    instance: &Instance,
    caller: &Caller,
    request: NewTargetGroup,
) -> Result<Described, Error> {
    caller.may("elasticloadbalancing:CreateTargetGroup")?;
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    let id = TargetGroupId::from_random(instance.entropy.bytes());
    instance
        .write(move |tx| {
            let existing = target_groups::find_by_name(tx, &tenant, &request.name)?;
            let owned = target_groups::count(tx, &tenant)?;
            let creation = plan_creation(&tenant, id, request.clone(), existing.as_ref(), owned, now)
                .map_err(|refused| refusal::creation(refused, &request.name))?;
            let group = match creation {
                Creation::Existing(existing) => *existing,
                Creation::New(made) => {
                    target_groups::insert(tx, &made)?;
                    tx.record_change(&Change::TargetGroup(made.id), now)?;
                    let detail = json!({ "Name": made.settings.name });
                    tx.record_event(&event(&tenant, EventKind::TargetGroupCreated, &made.id, detail, now))?;
                    *made
                }
            };
            Ok(described(tx, group)?)
        })
        .await
}
