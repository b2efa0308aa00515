//! Making a rule.

use tegata_model::event::EventKind;
use tegata_model::load_balancing::rule::{NewRule, plan_creation};
use tegata_model::load_balancing::{Kind, ListenerId, RuleId};
use tegata_store::load_balancing::forwards::Forwarder;
use tegata_store::load_balancing::rules;

use super::{AnyRule, ShownRule, await_edge, record_event, record_listener, refusal, shown};
use crate::load_balancing::listener::{self, Words, forward};
use crate::{Caller, Error, Instance, Named};

/// Makes a rule of a listener, and answers once the edge serves by it.
///
/// # Errors
/// `no-such-listener`, `balancing-not-built` for a network load balancer's, `balancing-value`, `listener-action`, `priority-in-use`, `too-many-rules`,
/// `no-such-target-group`, `target-group-of-another`, `too-many-groups-per-load-balancer`, tags.
pub async fn create(
    instance: &Instance,
    caller: &Caller,
    named: Named<ListenerId>,
    request: NewRule,
    words: Words,
) -> Result<ShownRule, Error> {
    caller.may("elasticloadbalancing:CreateRule")?;
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    let id = RuleId::from_random(instance.entropy.bytes());
    let (listener, made) = instance
        .write(move |tx| {
            let listener = listener::listener(tx, &tenant, &named)?;
            // Of ELB, dual-stack network load balancers alone have rules, and those know source addresses only.
            if listener.kind() == Kind::Network {
                return Err(refusal::of_network(&listener));
            }
            let is_used = rules::at(tx, listener.id, request.priority)?.is_some();
            let count = rules::count_of_load_balancer(tx, listener.load_balancer)?;
            let made =
                plan_creation(id, request.clone(), &listener, is_used, count, now).map_err(refusal::rule)?;
            let groups: Vec<_> = made.action.groups().collect();
            let forwarder = Forwarder { listener: listener.id, rule: Some(made.id) };
            forward::check(tx, &listener, forwarder, &groups, &words)?;
            rules::insert(tx, &made)?;
            forward::record_changes(tx, &[], &groups, now)?;
            record_event(tx, EventKind::RuleCreated, &made, now)?;
            let listener = record_listener(tx, &listener, now)?;
            Ok::<_, Error>((listener, shown(tx, AnyRule::Own(Box::new(made)))?))
        })
        .await?;
    await_edge(instance, &listener).await;
    Ok(made)
}
