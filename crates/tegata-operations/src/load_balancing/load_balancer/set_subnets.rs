//! Setting a load balancer's subnets.

use serde_json::json;
use tegata_model::change::Change;
use tegata_model::event::EventKind;
use tegata_model::load_balancing::load_balancer::{IpAddressType, Subnet, set_subnets as plan};
use tegata_model::load_balancing::{LoadBalancer, LoadBalancerId};
use tegata_store::load_balancing::{listeners, load_balancers};

use super::placement::place;
use super::{event, refusal};
use crate::{Caller, Error, Instance, Named};

/// Sets the subnets and, when one is given, the address type. Listeners that are open stay on their address, which has to
/// be in the new subnets.
///
/// # Errors
/// `no-such-load-balancer`, `no-such-subnet`, `balancing-configuration`.
pub async fn set_subnets(
    instance: &Instance,
    caller: &Caller,
    named: Named<LoadBalancerId>,
    subnets: Vec<Subnet>,
    ip_address_type: Option<IpAddressType>,
) -> Result<LoadBalancer, Error> {
    caller.may("elasticloadbalancing:SetSubnets")?;
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    let (subnets, addresses) = place(subnets, &instance.settings())?;
    instance
        .write(move |tx| {
            let present = super::load_balancer(tx, &tenant, &named)?;
            let is_open = !listeners::of_load_balancer(tx, present.id)?.is_empty();
            let mut changed = plan(&present, subnets.clone(), ip_address_type)
                .map_err(|refused| refusal::creation(refused, &present.settings.name))?;
            if !addresses.contains(&changed.address) {
                match addresses.first() {
                    Some(first) if !is_open => {
                        changed.address = *first;
                        tx.record_change(&Change::LoadBalancer(changed.id), now)?;
                    }
                    _ => return Err(refusal::address_elsewhere(changed.address)),
                }
            }
            load_balancers::update(tx, &changed)?;
            let subnets: Vec<&str> =
                changed.settings.subnets.iter().map(|subnet| subnet.id.as_str()).collect();
            let detail = json!({ "Subnets": subnets });
            tx.record_event(&event(&tenant, EventKind::LoadBalancerChanged, &changed.id, detail, now))?;
            Ok(changed)
        })
        .await
}
