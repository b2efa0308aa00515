//! Deleting a load balancer.

use serde_json::json;
use tegata_model::change::Change;
use tegata_model::event::EventKind;
use tegata_model::load_balancing::LoadBalancerId;
use tegata_model::load_balancing::load_balancer::may_delete;
use tegata_store::load_balancing::{listeners, load_balancers};

use super::event;
use crate::load_balancing::listener;
use crate::network;
use crate::reason::LoadBalancingReason;
use crate::{Caller, Error, Instance, Named};

/// Deletes a load balancer with its listeners; their certificates and target groups are free afterwards.
/// One that is not there is passed over (API reference, `DeleteLoadBalancer`).
///
/// # Errors
/// `protected` when its deletion protection is on.
pub async fn delete(instance: &Instance, caller: &Caller, named: Named<LoadBalancerId>) -> Result<(), Error> {
    caller.may("elasticloadbalancing:DeleteLoadBalancer")?;
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    let closed = instance
        .write(move |tx| {
            let Some(gone) = load_balancers::find(tx, &tenant, named.id)? else { return Ok(Vec::new()) };
            may_delete(&gone).map_err(|_| {
                let words = &named.as_written;
                Error::conflict(
                    LoadBalancingReason::Protected,
                    format!(
                        "Load balancer '{words}' cannot be deleted because deletion protection is enabled"
                    ),
                )
            })?;
            let closing = listeners::of_load_balancer(tx, gone.id)?;
            for one in &closing {
                listener::take_down(tx, one, now)?;
            }
            load_balancers::delete(tx, gone.id)?;
            tx.record_change(&Change::LoadBalancer(gone.id), now)?;
            if !gone.settings.security_groups.is_empty() {
                network::listeners_changed(tx, &tenant, now)?;
            }
            let detail = json!({ "Name": gone.settings.name });
            tx.record_event(&event(&tenant, EventKind::LoadBalancerDeleted, &gone.id, detail, now))?;
            Ok::<_, Error>(closing)
        })
        .await?;
    for one in closed {
        instance.edge.wait_removed(one.id).await;
    }
    Ok(())
}
