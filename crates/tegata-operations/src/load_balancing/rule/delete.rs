//! Deleting a rule.

use tegata_model::event::EventKind;
use tegata_store::load_balancing::rules;

use super::{RuleKey, await_edge, own_rule, record_event, record_listener};
use crate::load_balancing::listener::forward;
use crate::{Caller, Error, Instance, Named};

/// Deletes a rule, and answers once the edge no longer serves by it.
///
/// # Errors
/// `no-such-rule`, `default-rule`.
pub async fn delete(instance: &Instance, caller: &Caller, named: Named<RuleKey>) -> Result<(), Error> {
    caller.may("elasticloadbalancing:DeleteRule")?;
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    let listener = instance
        .write(move |tx| {
            let (gone, listener) = own_rule(tx, &tenant, &named, "Default rules cannot be deleted")?;
            let had: Vec<_> = gone.action.groups().collect();
            rules::delete(tx, &gone)?;
            forward::record_changes(tx, &had, &[], now)?;
            record_event(tx, EventKind::RuleDeleted, &gone, now)?;
            Ok::<_, Error>(record_listener(tx, &listener, now)?)
        })
        .await?;
    await_edge(instance, &listener).await;
    Ok(())
}
