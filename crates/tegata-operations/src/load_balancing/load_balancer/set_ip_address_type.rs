//! Setting a load balancer's address type.

use serde_json::json;
use tegata_model::event::EventKind;
use tegata_model::load_balancing::load_balancer::IpAddressType;
use tegata_model::load_balancing::{LoadBalancer, LoadBalancerId};
use tegata_store::load_balancing::load_balancers;

use super::event;
use crate::{Caller, Error, Instance, Named};

/// Sets the address type. It is only kept: the edge's addresses decide what is answered.
///
/// # Errors
/// `no-such-load-balancer`.
pub async fn set_ip_address_type(
    instance: &Instance,
    caller: &Caller,
    named: Named<LoadBalancerId>,
    ip_address_type: IpAddressType,
) -> Result<LoadBalancer, Error> {
    caller.may("elasticloadbalancing:SetIpAddressType")?;
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    instance
        .write(move |tx| {
            let mut changed = super::load_balancer(tx, &tenant, &named)?;
            changed.settings.ip_address_type = ip_address_type;
            load_balancers::update(tx, &changed)?;
            let detail = json!({ "IpAddressType": ip_address_type.as_str() });
            tx.record_event(&event(&tenant, EventKind::LoadBalancerChanged, &changed.id, detail, now))?;
            Ok(changed)
        })
        .await
}
