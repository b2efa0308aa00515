//! Changing a rule.

use tegata_model::event::EventKind;
use tegata_model::load_balancing::rule::{RuleChange, plan_change};
use tegata_store::load_balancing::forwards::Forwarder;
use tegata_store::load_balancing::rules;

use super::{
    AnyRule, RuleKey, ShownRule, await_edge, own_rule, record_event, record_listener, refusal, shown,
};
use crate::load_balancing::listener::{Words, forward};
use crate::{Caller, Error, Instance, Named};

/// Changes a rule and answers once the edge serves by it; what is not given stays.
///
/// # Errors
/// `no-such-rule`, `default-rule`, and those of [`create`](super::create::create).
pub async fn modify(
    instance: &Instance,
    caller: &Caller,
    named: Named<RuleKey>,
    change: RuleChange,
    words: Words,
) -> Result<ShownRule, Error> {
    caller.may("elasticloadbalancing:ModifyRule")?;
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    let why_not =
        "Default rules cannot be modified by ModifyRule. Use ModifyListener to change a default action";
    let (listener, changed) = instance
        .write(move |tx| {
            let (before, listener) = own_rule(tx, &tenant, &named, why_not)?;
            let after = plan_change(&before, change.clone(), &listener).map_err(refusal::rule)?;
            let (had, has): (Vec<_>, Vec<_>) =
                (before.action.groups().collect(), after.action.groups().collect());
            let forwarder = Forwarder { listener: listener.id, rule: Some(after.id) };
            forward::check(tx, &listener, forwarder, &has, &words)?;
            rules::update(tx, &after)?;
            forward::record_changes(tx, &had, &has, now)?;
            record_event(tx, EventKind::RuleChanged, &after, now)?;
            let listener = record_listener(tx, &listener, now)?;
            Ok::<_, Error>((listener, shown(tx, AnyRule::Own(Box::new(after)))?))
        })
        .await?;
    await_edge(instance, &listener).await;
    Ok(changed)
}
