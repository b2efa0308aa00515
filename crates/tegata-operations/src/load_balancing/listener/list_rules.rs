//! Showing rules: each listener has its default rule, which its default action is, and no other.

use tegata_model::Tenant;
use tegata_model::load_balancing::{Listener, ListenerId};
use tegata_store::ReadTx;
use tegata_store::load_balancing::listeners;

use super::{Shown, shown};
use crate::load_balancing::load_balancer::{DESCRIBED_MAX, each_once, refusal};
use crate::reason::LoadBalancingReason;
use crate::{Caller, Error, Instance, Named};

/// Which rules to show. A default rule is named by its listener.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListRules {
    /// A listener's.
    OfListener(Named<ListenerId>),
    /// These.
    DefaultsOf(Vec<Named<ListenerId>>),
}

/// Shows rules, each by the listener whose default rule it is.
///
/// # Errors
/// `no-such-listener`, `no-such-rule`, or `balancing-value` when too many are asked for one by one.
pub async fn list_rules(
    instance: &Instance,
    caller: &Caller,
    wanted: ListRules,
) -> Result<Vec<Shown>, Error> {
    caller.may("elasticloadbalancing:DescribeRules")?;
    let tenant = caller.tenant.clone();
    let wanted = match wanted {
        ListRules::DefaultsOf(ids) => ListRules::DefaultsOf(each_once(ids)),
        all => all,
    };
    instance
        .read(move |tx| match &wanted {
            ListRules::OfListener(named) => {
                let listener = super::listener(tx, &tenant, named)?;
                Ok(vec![shown(tx, listener)?])
            }
            ListRules::DefaultsOf(ids) if ids.len() > DESCRIBED_MAX => Err(refusal::too_many_named("rules")),
            ListRules::DefaultsOf(ids) => ids
                .iter()
                .map(|named| {
                    let listener = of_default_rule(tx, &tenant, named)?;
                    Ok(shown(tx, listener)?)
                })
                .collect(),
        })
        .await
}

/// The listener whose default rule this is.
pub(crate) fn of_default_rule(
    tx: &mut ReadTx<'_>,
    tenant: &Tenant,
    named: &Named<ListenerId>,
) -> Result<Listener, Error> {
    listeners::find(tx, tenant, named.id)?.ok_or_else(no_such_rule)
}

/// A rule that is not there, as every rule besides the default ones.
#[must_use]
pub fn no_such_rule() -> Error {
    Error::not_found(LoadBalancingReason::NoSuchRule, "One or more rules not found")
}
