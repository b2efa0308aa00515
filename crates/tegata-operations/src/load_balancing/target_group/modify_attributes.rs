//! Setting a target group's attributes.

use serde_json::json;
use tegata_model::change::Change;
use tegata_model::event::EventKind;
use tegata_model::load_balancing::attribute::AttributeRefused;
use tegata_model::load_balancing::attribute_combination::check_combination;
use tegata_model::load_balancing::target_group::Protocol;
use tegata_model::load_balancing::target_verification::trust_store_named;
use tegata_model::load_balancing::{Kind, TargetGroupId};
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
    let owned = |(key, value): (&'static str, &str)| (key, value.to_owned());
    instance
        .write(move |tx| {
            let mut changed = super::target_group(tx, &tenant, &named)?;
            let table = changed.attribute_table();
            let attributes = table
                .set(&changed.attributes, &changes)
                .map_err(|refused| refused_of(changed.settings.protocol, refused))?;
            check_combination(changed.settings.protocol, &attributes)
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
            Ok::<_, Error>(table.all(&changed.attributes).map(owned).collect())
        })
        .await
}

/// Attributes of a group whose targets speak this protocol.
fn refused_of(protocol: Protocol, refused: AttributeRefused) -> Error {
    let protocol_name = protocol.as_str();
    match refused {
        AttributeRefused::Value { key, value, .. }
            if key == "stickiness.type" && protocol.kind() == Kind::Network =>
        {
            let message = format!(
                "Stickiness type '{value}' is not supported for target groups with the {protocol_name} protocol"
            );
            Error::invalid(LoadBalancingReason::Configuration, message)
        }
        refused => {
            let whose = format!("target groups with protocol '{protocol_name}'");
            refusal::attributes("Target group", &whose, refused)
        }
    }
}
