//! Making a load balancer.

use std::net::IpAddr;

use serde_json::json;
use tegata_model::change::Change;
use tegata_model::event::EventKind;
use tegata_model::load_balancing::LoadBalancerId;
use tegata_model::load_balancing::load_balancer::{Creation, NewLoadBalancer, Surroundings, plan_creation};
use tegata_store::load_balancing::load_balancers;

use super::placement::place;
use super::{Described, described, event, refusal};
use crate::network::{self, default_group};
use crate::node::ListenerStates;
use crate::{Caller, Error, Instance, Settings};

/// Makes a load balancer, or finds the one of that name if it has the same settings.
///
/// It opens nothing yet: its listeners do.
///
/// # Errors
/// `balancing-value`, `balancing-configuration`, `load-balancer-name-taken`, `too-many-load-balancers`,
/// `no-such-subnet`, `security-group`, tags, and `no-edge-address` when the operator gave the edge none.
pub async fn create(
    instance: &Instance,
    caller: &Caller,
    request: NewLoadBalancer,
) -> Result<Described, Error> {
    caller.may("elasticloadbalancing:CreateLoadBalancer")?;
    let (tenant, settings, now) = (caller.tenant.clone(), instance.settings(), instance.clock.now());
    let states = ListenerStates::of(instance);
    let id = LoadBalancerId::from_random(instance.entropy.bytes());
    let default = default_group(&instance.secret, &tenant);
    let (request, addresses) = placed(request, &settings)?;
    instance
        .write(move |tx| {
            let name = &request.settings.name;
            let surroundings = Surroundings {
                of_that_name: load_balancers::find_by_name(tx, &tenant, name)?,
                owned: load_balancers::count(tx, &tenant)?,
                addresses: &addresses,
            };
            network::check_groups(tx, &tenant, &default, &request.settings.security_groups)?;
            let creation = plan_creation(&tenant, id, request.clone(), &surroundings, now)
                .map_err(|refused| refusal::creation(refused, name))?;
            let load_balancer = match creation {
                Creation::Existing(existing) => *existing,
                Creation::New(made) => {
                    load_balancers::insert(tx, &made)?;
                    tx.record_change(&Change::LoadBalancer(made.id), now)?;
                    let detail = json!({ "Name": made.settings.name, "Address": made.address });
                    tx.record_event(&event(&tenant, EventKind::LoadBalancerCreated, &made.id, detail, now))?;
                    *made
                }
            };
            let others = states.others(tx)?;
            Ok(described(tx, load_balancer, &settings, &states, &others)?)
        })
        .await
}

/// The request with the zones of its subnets, and the addresses that these leave.
fn placed(
    mut request: NewLoadBalancer,
    settings: &Settings,
) -> Result<(NewLoadBalancer, Vec<IpAddr>), Error> {
    let subnets = std::mem::take(&mut request.settings.subnets);
    let (subnets, addresses) = place(subnets, settings)?;
    request.settings.subnets = subnets;
    Ok((request, addresses))
}
