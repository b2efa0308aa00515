//! Setting a load balancer's security groups.

use serde_json::json;
use tegata_model::event::EventKind;
use tegata_model::load_balancing::load_balancer::{NETWORK_PARTS_MAX, may_set_security_groups};
use tegata_model::load_balancing::{LoadBalancer, LoadBalancerId};
use tegata_store::load_balancing::load_balancers;

use super::{event, refusal};
use crate::{Caller, Error, Instance, Named};

/// Sets the security groups. They are only kept: who may connect is for the host's firewall to say.
///
/// # Errors
/// `no-such-load-balancer`, `balancing-configuration`.
pub async fn set_security_groups(
    instance: &Instance,
    caller: &Caller,
    named: Named<LoadBalancerId>,
    security_groups: Vec<String>,
) -> Result<LoadBalancer, Error> {
    caller.may("elasticloadbalancing:SetSecurityGroups")?;
    if security_groups.len() > NETWORK_PARTS_MAX {
        return Err(refusal::invalid(format!(
            "Up to '{NETWORK_PARTS_MAX}' security groups can be specified"
        )));
    }
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    instance
        .write(move |tx| {
            let mut changed = super::load_balancer(tx, &tenant, &named)?;
            if !may_set_security_groups(&changed) {
                return Err(refusal::no_security_groups());
            }
            changed.settings.security_groups.clone_from(&security_groups);
            load_balancers::update(tx, &changed)?;
            let detail = json!({ "SecurityGroups": security_groups });
            tx.record_event(&event(&tenant, EventKind::LoadBalancerChanged, &changed.id, detail, now))?;
            Ok(changed)
        })
        .await
}
