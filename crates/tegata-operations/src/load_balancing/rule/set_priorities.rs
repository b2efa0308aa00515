//! Giving rules other priorities.

use tegata_model::event::EventKind;
use tegata_model::load_balancing::rule::plan_priorities;
use tegata_model::load_balancing::{Listener, RuleId};
use tegata_store::load_balancing::rules;

use super::{RuleKey, ShownRule, await_edge, own_rule, record_event, record_listener, refusal, shown};
use crate::{Caller, Error, Instance, Named};

/// Gives rules other priorities, all of them or none, and answers once the edge serves by them. The order that comes out
/// is what is judged: rules can change places.
///
/// # Errors
/// `no-such-rule`, `default-rule`, `priority-in-use`, `balancing-value`.
pub async fn set_priorities(
    instance: &Instance,
    caller: &Caller,
    wanted: Vec<(Named<RuleKey>, u32)>,
) -> Result<Vec<ShownRule>, Error> {
    caller.may("elasticloadbalancing:SetRulePriorities")?;
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    let (listeners, changed) = instance
        .write(move |tx| {
            // The rules of one listener after the other: priorities are compared within a listener.
            let mut of_listeners: Vec<(Listener, Vec<(RuleId, u32)>)> = Vec::new();
            for (named, priority) in &wanted {
                let (rule, listener) =
                    own_rule(tx, &tenant, named, "The priority of a default rule cannot be changed")?;
                match of_listeners.iter_mut().find(|(known, _)| known.id == listener.id) {
                    Some((_, pairs)) => pairs.push((rule.id, *priority)),
                    None => of_listeners.push((listener, vec![(rule.id, *priority)])),
                }
            }
            let mut listeners = Vec::new();
            for (listener, pairs) in of_listeners {
                let all = rules::of_listener(tx, listener.id)?;
                let changed = plan_priorities(&all, &pairs).map_err(refusal::rule)?;
                if changed.is_empty() {
                    continue;
                }
                rules::set_priorities(tx, &changed)?;
                for rule in &changed {
                    record_event(tx, EventKind::RuleChanged, rule, now)?;
                }
                listeners.push(record_listener(tx, &listener, now)?);
            }
            let mut rules = Vec::with_capacity(wanted.len());
            for (named, _) in &wanted {
                let found = super::find(tx, &tenant, named)?;
                rules.push(shown(tx, found)?);
            }
            Ok::<_, Error>((listeners, rules))
        })
        .await?;
    for listener in &listeners {
        await_edge(instance, listener).await;
    }
    Ok(changed)
}
