//! Showing rules.

use tegata_model::load_balancing::ListenerId;
use tegata_store::load_balancing::rules;

use super::{AnyRule, RuleKey, ShownRule, find, shown};
use crate::load_balancing::listener;
use crate::load_balancing::load_balancer::{DESCRIBED_MAX, each_once, refusal};
use crate::{Caller, Error, Instance, Named};

/// Which rules to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListRules {
    /// A listener's behind a priority, the lowest priority first and the default rule last.
    OfListener(Named<ListenerId>, u32),
    /// These.
    These(Vec<Named<RuleKey>>),
}

/// A page of rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The rules.
    pub items: Vec<ShownRule>,
    /// Behind which priority to go on; `None` when that was all.
    pub next: Option<u32>,
}

/// Shows rules; at most `limit` of those that are not asked for one by one.
///
/// # Errors
/// `no-such-listener`, `no-such-rule`, or `balancing-value` when too many are asked for one by one.
pub async fn list(
    instance: &Instance,
    caller: &Caller,
    wanted: ListRules,
    limit: u32,
) -> Result<Page, Error> {
    caller.may("elasticloadbalancing:DescribeRules")?;
    let tenant = caller.tenant.clone();
    let wanted = match wanted {
        ListRules::These(keys) => ListRules::These(each_once(keys)),
        page => page,
    };
    instance
        .read(move |tx| match &wanted {
            ListRules::OfListener(named, after) => {
                let listener = listener::listener(tx, &tenant, named)?;
                let found = rules::of_listener_after(tx, listener.id, *after, limit)?;
                // A full page has no room for the default rule, which comes last.
                let next = found.last().filter(|_| found.len() >= limit as usize).map(|last| last.priority);
                let mut all: Vec<AnyRule> =
                    found.into_iter().map(|rule| AnyRule::Own(Box::new(rule))).collect();
                if next.is_none() {
                    all.push(AnyRule::Default(Box::new(listener)));
                }
                let items = all.into_iter().map(|rule| shown(tx, rule)).collect::<Result<_, _>>()?;
                Ok(Page { items, next })
            }
            ListRules::These(keys) if keys.len() > DESCRIBED_MAX => Err(refusal::too_many_named("rules")),
            ListRules::These(keys) => {
                let items = keys.iter().map(|named| {
                    let found = find(tx, &tenant, named)?;
                    Ok(shown(tx, found)?)
                });
                Ok(Page { items: items.collect::<Result<_, Error>>()?, next: None })
            }
        })
        .await
}
