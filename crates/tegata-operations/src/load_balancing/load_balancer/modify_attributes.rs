//! Setting a load balancer's attributes.

use serde_json::json;
use tegata_model::change::Change;
use tegata_model::event::EventKind;
use tegata_model::load_balancing::LoadBalancerId;
use tegata_store::load_balancing::{listeners, load_balancers};

use super::{access_log, event, refusal};
use crate::{Caller, Error, Instance, Named};

/// Sets attributes, all or none, and shows every one with its value.
///
/// # Errors
/// `no-such-load-balancer`, `balancing-value`, `balancing-configuration`.
pub async fn modify_attributes(
    instance: &Instance,
    caller: &Caller,
    named: Named<LoadBalancerId>,
    changes: Vec<(String, Option<String>)>,
) -> Result<Vec<(&'static str, String)>, Error> {
    caller.may("elasticloadbalancing:ModifyLoadBalancerAttributes")?;
    let (tenant, now, settings) = (caller.tenant.clone(), instance.clock.now(), instance.settings());
    let owned = |(key, value): (&'static str, &str)| (key, value.to_owned());
    instance
        .write(move |tx| {
            let mut changed = super::load_balancer(tx, &tenant, &named)?;
            let table = changed.attribute_table();
            let attributes = table.set(&changed.attributes, &changes).map_err(|refused| {
                let whose = format!("load balancers with type '{}'", changed.settings.kind.as_str());
                refusal::attributes("Load balancer", &whose, refused)
            })?;
            if attributes != changed.attributes {
                access_log::check(&attributes, &settings.buckets)?;
                changed.attributes = attributes;
                load_balancers::update(tx, &changed)?;
                // Its listeners serve by these attributes.
                for listener in listeners::of_load_balancer(tx, changed.id)? {
                    tx.record_change(&Change::Listener(listener.id), now)?;
                }
                let detail = json!({ "Attributes": changed.attributes });
                tx.record_event(&event(&tenant, EventKind::LoadBalancerChanged, &changed.id, detail, now))?;
            }
            Ok::<_, Error>(table.all(&changed.attributes).map(owned).collect())
        })
        .await
}
