//! Showing listeners.

use tegata_model::load_balancing::{ListenerId, LoadBalancerId};
use tegata_store::load_balancing::listeners;

use super::{Shown, shown};
use crate::load_balancing::load_balancer::{DESCRIBED_MAX, each_once, load_balancer, refusal};
use crate::{Caller, Error, Instance, Named};

/// Which listeners to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListListeners {
    /// These.
    Ids(Vec<Named<ListenerId>>),
    /// A load balancer's, behind a port, in the order of their ports.
    OfLoadBalancer(Named<LoadBalancerId>, Option<u16>),
}

/// A page of listeners.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The listeners.
    pub items: Vec<Shown>,
    /// Behind which port to go on; `None` when that was all.
    pub next: Option<u16>,
}

/// Shows listeners; at most `limit` of those that are not asked for one by one.
///
/// # Errors
/// `no-such-listener`, `no-such-load-balancer`, or `balancing-value` when too many are asked for one by one.
pub async fn list(
    instance: &Instance,
    caller: &Caller,
    wanted: ListListeners,
    limit: u32,
) -> Result<Page, Error> {
    caller.may("elasticloadbalancing:DescribeListeners")?;
    let tenant = caller.tenant.clone();
    let wanted = match wanted {
        ListListeners::Ids(ids) => ListListeners::Ids(each_once(ids)),
        page => page,
    };
    instance
        .read(move |tx| match &wanted {
            ListListeners::Ids(ids) if ids.len() > DESCRIBED_MAX => Err(refusal::too_many_named("listeners")),
            ListListeners::Ids(ids) => {
                let items = ids.iter().map(|named| {
                    let found = super::listener(tx, &tenant, named)?;
                    Ok(shown(tx, found)?)
                });
                Ok(Page { items: items.collect::<Result<_, Error>>()?, next: None })
            }
            ListListeners::OfLoadBalancer(named, after) => {
                let whose = load_balancer(tx, &tenant, named)?;
                let mut items = listeners::of_load_balancer(tx, whose.id)?;
                items.retain(|listener| after.is_none_or(|after| listener.port > after));
                let more = items.len() > limit as usize;
                items.truncate(limit as usize);
                let next = items.last().filter(|_| more).map(|last| last.port);
                let items = items.into_iter().map(|listener| shown(tx, listener));
                Ok(Page { items: items.collect::<Result<_, _>>()?, next })
            }
        })
        .await
}
