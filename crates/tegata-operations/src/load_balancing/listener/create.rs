//! Making a listener.

use std::net::IpAddr;

use tegata_model::change::Change;
use tegata_model::event::EventKind;
use tegata_model::load_balancing::listener::{Creation, NewListener, Surroundings, plan_creation};
use tegata_model::load_balancing::load_balancer::{Occupied, address_for, ports_beside};
use tegata_model::load_balancing::{ListenerId, LoadBalancer, LoadBalancerId};
use tegata_store::load_balancing::{listeners, load_balancers};
use tegata_store::{StoreError, WriteTx, nodes};

use super::attach::{Eligibility, reattach};
use super::{Shown, Words, await_edge, detail, forward, mutual_authentication, refusal, shown};
use crate::load_balancing::load_balancer::placement::addresses_of;
use crate::load_balancing::load_balancer::{event, load_balancer};
use crate::{Caller, Error, Instance, Named};

/// Makes a listener and answers once the edge has opened it, or finds the one on that port if it has the
/// same settings. When the edge cannot open it, no listener is made.
///
/// # Errors
/// `no-such-load-balancer`, `balancing-value`, `listener-action`, `listener-taken`, `no-such-security-policy`,
/// `certificate-not-found`, `certificate-unsupported`, `no-such-target-group`, `target-group-of-another`,
/// `too-many-…`, tags, and `listener-not-open` with what the system said.
pub async fn create(
    instance: &Instance,
    caller: &Caller,
    named: Named<LoadBalancerId>,
    request: NewListener,
    words: Words,
) -> Result<Shown, Error> {
    caller.may("elasticloadbalancing:CreateListener")?;
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    let (policies, settings) = (instance.security_policies.clone(), instance.settings());
    let id = ListenerId::from_random(instance.entropy.bytes());
    let (made, shown) = instance
        .write(move |tx| {
            let mut load_balancer = load_balancer(tx, &tenant, &named)?;
            let listeners = listeners::of_load_balancer(tx, load_balancer.id)?;
            let is_moved = match request.port.filter(|_| listeners.is_empty()) {
                Some(port) => {
                    let addresses = addresses_of(&load_balancer, &settings);
                    choose_address(tx, &mut load_balancer, port, &addresses)?
                }
                None => false,
            };
            let occupant = match request.port {
                Some(port) => listeners::at(tx, load_balancer.address, port)?,
                None => None,
            };
            let surroundings = Surroundings {
                load_balancer: &load_balancer,
                listeners: &listeners,
                neighbour: occupant.filter(|id| listeners.iter().all(|own| own.id != *id)),
                policies: &policies,
            };
            let creation = plan_creation(id, request.clone(), &surroundings, now)
                .map_err(|refused| refusal::creation(refused, &named.as_written))?;
            match creation {
                Creation::Existing(existing) => Ok((None, shown(tx, *existing)?)),
                Creation::New(made) => {
                    forward::check_default(tx, &made, &words)?;
                    mutual_authentication::check(tx, &made, &words)?;
                    reattach(tx, None, &made, &words, Eligibility::At(now))?;
                    if is_moved {
                        load_balancers::update(tx, &load_balancer)?;
                        tx.record_change(&Change::LoadBalancer(load_balancer.id), now)?;
                    }
                    listeners::insert(tx, &made)?;
                    tx.record_change(&Change::Listener(made.id), now)?;
                    for group in made.default_action.groups() {
                        tx.record_change(&Change::TargetGroup(group), now)?;
                    }
                    tx.record_event(&event(
                        &tenant,
                        EventKind::ListenerCreated,
                        &made.id,
                        detail(&made),
                        now,
                    ))?;
                    let shown = shown(tx, (*made).clone())?;
                    Ok::<_, Error>((Some((*made, nodes::mark(tx)?)), shown))
                }
            }
        })
        .await?;
    if let Some((made, mark)) = made {
        await_edge::created(instance, made, mark).await?;
    }
    Ok(shown)
}

/// Lets the first listener of a load balancer choose the address for all of them; says whether it is another now.
fn choose_address(
    tx: &mut WriteTx<'_>,
    load_balancer: &mut LoadBalancer,
    port: u16,
    addresses: &[IpAddr],
) -> Result<bool, StoreError> {
    let mut occupied = Vec::new();
    for port in ports_beside(port) {
        let others = listeners::addresses_with(tx, port)?;
        occupied.extend(others.into_iter().map(|address| Occupied { address, port }));
    }
    let chosen = address_for(load_balancer, port, addresses, &occupied);
    Ok(std::mem::replace(&mut load_balancer.address, chosen) != chosen)
}
