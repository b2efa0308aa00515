//! Setting a target group's attributes.

use serde_json::json;
use tegata_model::change::Change;
use tegata_model::event::EventKind;
use tegata_model::load_balancing::TargetGroupId;
use tegata_model::load_balancing::attribute::TARGET_GROUP;
use tegata_model::load_balancing::attribute_combination::check_combination;
use tegata_model::load_balancing::target_verification::trust_store_named;
use tegata_store::load_balancing::{target_groups, trust_stores};

use crate::load_balancing::load_balancer::{event, refusal};
use crate::reason::LoadBalancingReason;
use crate::{Caller, Error, Instance, Named};

/// Sets attributes, all or none, and shows every one with its value.
///
/// # Errors
/// `no-such-target-group`, `balancing-value`, `balancing-configuration`.
pub async fn modify_attributes(
    instance: &Instance,
    caller: &Caller,
    named: Named<TargetGroupId>,
    changes: Vec<(String, Option<String>)>,
) -> Result<Vec<(&'static str, String)>, Error> {
    caller.may("elasticloadbalancing:ModifyTargetGroupAttributes")?;
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    let attributes = instance
        .write(move |tx| {
            let mut changed = super::target_group(tx, &tenant, &named)?;
            let attributes = TARGET_GROUP.set(&changed.attributes, &changes).map_err(|refused| {
                let protocol = changed.settings.protocol.as_str();
                let whose = format!("target groups with protocol '{protocol}'");
                refusal::attributes("Target group", &whose, refused)
            })?;
            check_combination(&attributes)
                .map_err(|refused| Error::invalid(LoadBalancingReason::Configuration, refused.to_string()))?;
            let trust_store = trust_store_named(&attributes, changed.settings.protocol)
                .map_err(|refused| Error::invalid(LoadBalancingReason::Configuration, refused.to_string()))?;
            changed.trust_store = match trust_store {
                None => None,
                Some(name) => {
                    let found = trust_stores::find_by_name(tx, &tenant, name)?;
                    let missing = || {
                        let message = format!("Trust store '{name}' not found");
                        Error::invalid(LoadBalancingReason::Configuration, message)
                    };
                    Some(found.ok_or_else(missing)?.id)
                }
            };
            if attributes != changed.attributes {
                changed.attributes = attributes;
                target_groups::update(tx, &changed)?;
                tx.record_change(&Change::TargetGroup(changed.id), now)?;
                let detail = json!({ "Attributes": changed.attributes });
                tx.record_event(&event(&tenant, EventKind::TargetGroupChanged, &changed.id, detail, now))?;
            }
            Ok::<_, Error>(changed.attributes)
        })
        .await?;
    Ok(TARGET_GROUP.all(&attributes).map(|(key, value)| (key, value.to_owned())).collect())
}
