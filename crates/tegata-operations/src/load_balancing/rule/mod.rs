//! What can be asked of the rules of listeners.

mod create;
mod delete;
mod list;
mod modify;
mod refusal;
mod set_priorities;

pub use self::create::create;
pub use self::delete::delete;
pub use self::list::{ListRules, Page, list};
pub use self::modify::modify;
pub use self::set_priorities::set_priorities;

use jiff::Timestamp;
use serde_json::json;
use tegata_model::Tenant;
use tegata_model::change::Change;
use tegata_model::event::EventKind;
use tegata_model::load_balancing::{Action, Listener, ListenerId, Rule, RuleId, TargetGroup};
use tegata_store::load_balancing::{listeners, rules, target_groups};
use tegata_store::{ReadTx, StoreError, WriteTx};

use crate::load_balancing::load_balancer::event;
use crate::reason::LoadBalancingReason;
use crate::{Error, Instance, Named};

/// Which rule of which listener.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleKey {
    /// The listener.
    pub listener: ListenerId,
    /// The rule; `None` for the listener's default rule.
    pub rule: Option<RuleId>,
}

/// A rule and the target groups that it forwards to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownRule {
    /// The rule.
    pub rule: AnyRule,
    /// The target groups.
    pub groups: Vec<TargetGroup>,
}

/// A rule of a listener.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnyRule {
    /// The default rule, which is the listener's default action.
    Default(Box<Listener>),
    /// Another rule.
    Own(Box<Rule>),
}

impl AnyRule {
    /// What is done with requests.
    #[must_use]
    pub fn action(&self) -> &Action {
        match self {
            AnyRule::Default(listener) => &listener.default_action,
            AnyRule::Own(rule) => &rule.action,
        }
    }
}

/// The tenant's rule of that name.
pub(crate) fn find(tx: &mut ReadTx<'_>, tenant: &Tenant, named: &Named<RuleKey>) -> Result<AnyRule, Error> {
    let RuleKey { listener, rule } = named.id;
    let found = match rule {
        None => listeners::find(tx, tenant, listener)?.map(|found| AnyRule::Default(Box::new(found))),
        Some(id) => rules::find(tx, tenant, listener, id)?.map(|found| AnyRule::Own(Box::new(found))),
    };
    found.ok_or_else(|| Error::not_found(LoadBalancingReason::NoSuchRule, "One or more rules not found"))
}

/// The tenant's rule of that name and its listener.
///
/// # Errors
/// `no-such-rule`; `default-rule` with `why_not` for a default rule.
fn own_rule(
    tx: &mut ReadTx<'_>,
    tenant: &Tenant,
    named: &Named<RuleKey>,
    why_not: &str,
) -> Result<(Rule, Listener), Error> {
    match find(tx, tenant, named)? {
        AnyRule::Default(_) => Err(Error::conflict(LoadBalancingReason::DefaultRule, why_not)),
        AnyRule::Own(rule) => {
            let listener = listeners::find(tx, tenant, rule.listener)?
                .ok_or_else(|| Error::internal("a rule without its listener"))?;
            Ok((*rule, listener))
        }
    }
}

fn shown(tx: &mut ReadTx<'_>, rule: AnyRule) -> Result<ShownRule, StoreError> {
    let tenant = match &rule {
        AnyRule::Default(listener) => &listener.tenant,
        AnyRule::Own(rule) => &rule.tenant,
    };
    let groups = rule.action().groups().map(|id| target_groups::find(tx, tenant, id));
    let groups = groups.filter_map(Result::transpose).collect::<Result<_, _>>()?;
    Ok(ShownRule { rule, groups })
}

/// Records that a listener's rules have changed, for the edges; returns the listener in its new revision.
fn record_listener(
    tx: &mut WriteTx<'_>,
    listener: &Listener,
    now: Timestamp,
) -> Result<Listener, StoreError> {
    let after = listener.with_other_rules();
    listeners::update(tx, &after)?;
    tx.record_change(&Change::Listener(after.id), now)?;
    Ok(after)
}

fn record_event(
    tx: &mut WriteTx<'_>,
    kind: EventKind,
    rule: &Rule,
    now: Timestamp,
) -> Result<(), StoreError> {
    let detail = json!({ "Listener": rule.listener.to_string(), "Priority": rule.priority });
    tx.record_event(&event(&rule.tenant, kind, &rule.id, detail, now))
}

/// Waits until the edge serves a listener by its rules as they are now. When the listener is not open at all, its load
/// balancer's state says so, and the rules hold once it is.
async fn await_edge(instance: &Instance, listener: &Listener) {
    let _ = instance.edge.wait_applied(listener.id, listener.revision).await;
}
