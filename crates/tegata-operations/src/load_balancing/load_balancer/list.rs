//! Showing load balancers.

use tegata_model::load_balancing::LoadBalancerId;
use tegata_store::load_balancing::load_balancers;

use super::{DESCRIBED_MAX, Described, described, each_once, refusal};
use crate::node::ListenerStates;
use crate::reason::LoadBalancingReason;
use crate::{Caller, Error, Instance, Named};

/// Which load balancers to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListLoadBalancers {
    /// These, by identifier.
    Ids(Vec<Named<LoadBalancerId>>),
    /// These, by name.
    Names(Vec<String>),
    /// All of the tenant behind a name, in the order of their names.
    After(String),
}

/// A page of load balancers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The load balancers.
    pub items: Vec<Described>,
    /// From where to go on; `None` when that was all.
    pub next: Option<String>,
}

/// Shows load balancers; at most `limit` of those that are not asked for one by one.
///
/// # Errors
/// `no-such-load-balancer`, or `balancing-value` when too many are asked for one by one.
pub async fn list(
    instance: &Instance,
    caller: &Caller,
    wanted: ListLoadBalancers,
    limit: u32,
) -> Result<Page, Error> {
    caller.may("elasticloadbalancing:DescribeLoadBalancers")?;
    let (tenant, settings) = (caller.tenant.clone(), instance.settings());
    let states = ListenerStates::of(instance);
    let wanted = match wanted {
        ListLoadBalancers::Ids(ids) => ListLoadBalancers::Ids(each_once(ids)),
        ListLoadBalancers::Names(names) => ListLoadBalancers::Names(each_once(names)),
        page => page,
    };
    instance
        .read(move |tx| {
            let mut found = Vec::new();
            let mut next = None;
            match &wanted {
                ListLoadBalancers::Ids(ids) => {
                    if ids.len() > DESCRIBED_MAX {
                        return Err(refusal::too_many_named("load balancers"));
                    }
                    for named in ids {
                        let one = load_balancers::find(tx, &tenant, named.id)?.ok_or_else(|| {
                            Error::not_found(
                                LoadBalancingReason::NoSuchLoadBalancer,
                                "One or more load balancers not found",
                            )
                        })?;
                        found.push(one);
                    }
                }
                ListLoadBalancers::Names(names) => {
                    if names.len() > DESCRIBED_MAX {
                        return Err(refusal::too_many_named("load balancers"));
                    }
                    let mut missing = Vec::new();
                    for name in names {
                        match load_balancers::find_by_name(tx, &tenant, name)? {
                            Some(one) => found.push(one),
                            None => missing.push(name.as_str()),
                        }
                    }
                    if !missing.is_empty() {
                        let message = format!("Load balancers '[{}]' not found", missing.join(", "));
                        return Err(Error::not_found(LoadBalancingReason::NoSuchLoadBalancer, message));
                    }
                }
                ListLoadBalancers::After(after) => {
                    found = load_balancers::list(tx, &tenant, after, limit.saturating_add(1))?;
                    if found.len() > limit as usize {
                        found.truncate(limit as usize);
                        next = found.last().map(|last| last.settings.name.clone());
                    }
                }
            }
            let others = states.others(tx)?;
            let items = found.into_iter().map(|one| described(tx, one, &settings, &states, &others));
            Ok(Page { items: items.collect::<Result<_, _>>()?, next })
        })
        .await
}
