//! Changing a listener.

use tegata_model::load_balancing::ListenerId;
use tegata_model::load_balancing::listener::{ListenerChange, Surroundings, plan_change};
use tegata_store::load_balancing::{listeners, load_balancers};
use tegata_store::nodes;

use super::attach::Eligibility;
use super::{Shown, Words, await_edge, forward, mutual_authentication, refusal, save, shown};
use crate::{Caller, Error, Instance, Named};

/// Changes a listener and answers once the edge serves it so; what is not given stays. Connections and
/// handshakes in progress go on as they were. When the edge cannot do it, the listener stays as it was.
///
/// # Errors
/// `no-such-listener`, and those of [`create`](super::create::create).
pub async fn modify(
    instance: &Instance,
    caller: &Caller,
    named: Named<ListenerId>,
    change: ListenerChange,
    words: Words,
) -> Result<Shown, Error> {
    caller.may("elasticloadbalancing:ModifyListener")?;
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    let policies = instance.security_policies.clone();
    let (before, after, mark) = instance
        .write(move |tx| {
            let before = super::listener(tx, &tenant, &named)?;
            let load_balancer = load_balancers::find(tx, &tenant, before.load_balancer)?
                .ok_or_else(|| Error::internal("a listener without its load balancer"))?;
            let listeners = listeners::of_load_balancer(tx, load_balancer.id)?;
            let occupant = listeners::at(tx, before.address, change.port.unwrap_or(before.port))?;
            let surroundings = Surroundings {
                load_balancer: &load_balancer,
                listeners: &listeners,
                neighbour: occupant.filter(|id| listeners.iter().all(|own| own.id != *id)),
                policies: &policies,
            };
            let after = plan_change(&before, change.clone(), &surroundings).map_err(refusal::change)?;
            forward::check_default(tx, &after, &words)?;
            mutual_authentication::check(tx, &after, &words)?;
            save(tx, &before, &after, &words, Eligibility::At(now), now)?;
            let mark = nodes::mark(tx)?;
            Ok::<_, Error>((before, shown(tx, after)?, mark))
        })
        .await?;
    await_edge::changed(instance, before, after.listener.clone(), mark).await?;
    Ok(after)
}
