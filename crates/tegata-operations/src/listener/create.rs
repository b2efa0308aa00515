//! Making a listener.

use tegata_model::change::Topic;
use tegata_model::load_balancing::listener::{Creation, NewListener, Surroundings, plan_creation};
use tegata_model::load_balancing::{ListenerId, LoadBalancerId};
use tegata_store::load_balancing::listeners;

use super::attach::{Fit, reattach};
use super::{Shown, Words, detail, forward, refusal, settle, shown};
use crate::load_balancer::{event, load_balancer};
use crate::{Caller, Error, Instance, Named};

/// Makes a listener and answers once the edge has opened it, or finds the one on that port if it has the
/// same settings. When the edge cannot open it, no listener is made.
///
/// # Errors
/// `no-such-load-balancer`, `balancing-value`, `listener-action`, `listener-taken`, `no-such-policy`,
/// `certificate-not-found`, `certificate-unsupported`, `no-such-target-group`, `target-group-of-another`,
/// `too-many-…`, tags, and `listener-not-open` with what the system said.
pub async fn create(
    instance: &Instance,
    caller: &Caller,
    named: Named<LoadBalancerId>,
    wish: NewListener,
    words: Words,
) -> Result<Shown, Error> {
    caller.may("elasticloadbalancing:CreateListener")?;
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    let policies = instance.security_policies.clone();
    let id = ListenerId::from_random(instance.entropy.bytes());
    let (made, shown) = instance
        .write(move |tx| {
            let load_balancer = load_balancer(tx, &tenant, &named)?;
            let listeners = listeners::of_load_balancer(tx, load_balancer.id)?;
            let occupant = match wish.port {
                Some(port) => listeners::at(tx, load_balancer.address, port)?,
                None => None,
            };
            let surroundings = Surroundings {
                load_balancer: &load_balancer,
                listeners: &listeners,
                neighbour: occupant.filter(|id| listeners.iter().all(|own| own.id != *id)),
                policies: &policies,
            };
            let creation = plan_creation(id, wish.clone(), &surroundings, now)
                .map_err(|refused| refusal::creation(refused, &named.words))?;
            match creation {
                Creation::Existing(existing) => Ok((None, shown(tx, *existing)?)),
                Creation::New(made) => {
                    forward::check(tx, &made, &words)?;
                    reattach(tx, None, &made, &words, Fit::At(now))?;
                    listeners::insert(tx, &made)?;
                    tx.record_change(Topic::Listener, &made.id.to_string(), now)?;
                    for group in made.default_action.groups() {
                        tx.record_change(Topic::TargetGroup, &group.to_string(), now)?;
                    }
                    tx.record_event(&event(&tenant, "listener.created", &made.id, detail(&made), now))?;
                    let shown = shown(tx, (*made).clone())?;
                    Ok::<_, Error>((Some(*made), shown))
                }
            }
        })
        .await?;
    if let Some(made) = made {
        settle::made(instance, made).await?;
    }
    Ok(shown)
}
