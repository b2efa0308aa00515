//! Setting a load balancer's security groups.

use serde_json::json;
use tegata_model::change::Change;
use tegata_model::event::EventKind;
use tegata_model::load_balancing::load_balancer::may_set_security_groups;
use tegata_model::load_balancing::{LoadBalancer, LoadBalancerId};
use tegata_model::network::security_group::PER_LOAD_BALANCER_MAX;
use tegata_store::load_balancing::{listeners, load_balancers};

use super::{event, refusal};
use crate::network::{self, default_group};
use crate::{Caller, Error, Instance, Named};

/// Sets the security groups. Its listeners, and those of load balancers whose groups name these, follow.
///
/// # Errors
/// `no-such-load-balancer`, `security-group`, `balancing-value`.
pub async fn set_security_groups(
    instance: &Instance,
    caller: &Caller,
    named: Named<LoadBalancerId>,
    security_groups: Vec<String>,
) -> Result<LoadBalancer, Error> {
    caller.may("elasticloadbalancing:SetSecurityGroups")?;
    if security_groups.len() > PER_LOAD_BALANCER_MAX {
        return Err(refusal::invalid(format!(
            "Up to '{PER_LOAD_BALANCER_MAX}' security groups can be specified"
        )));
    }
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    let default = default_group(&instance.secret, &tenant);
    instance
        .write(move |tx| {
            let mut changed = super::load_balancer(tx, &tenant, &named)?;
            if !may_set_security_groups(&changed) {
                return Err(refusal::no_security_groups());
            }
            network::check_groups(tx, &tenant, &default, &security_groups)?;
            let before = std::mem::take(&mut changed.settings.security_groups);
            changed.settings.security_groups.clone_from(&security_groups);
            load_balancers::update(tx, &changed)?;
            if before != changed.settings.security_groups {
                network::listeners_changed(tx, &tenant, now)?;
                // With no group left, it is not among those any more.
                for listener in listeners::of_load_balancer(tx, changed.id)? {
                    tx.record_change(&Change::Listener(listener.id), now)?;
                }
            }
            let detail = json!({ "SecurityGroups": security_groups });
            tx.record_event(&event(&tenant, EventKind::LoadBalancerChanged, &changed.id, detail, now))?;
            Ok(changed)
        })
        .await
}
