//! Showing target groups.

use tegata_model::load_balancing::{LoadBalancerId, TargetGroupId};
use tegata_store::load_balancing::target_groups;

use super::{Described, described, not_found};
use crate::load_balancing::load_balancer::{DESCRIBED_MAX, each_once, load_balancer, refusal};
use crate::{Caller, Error, Instance, Named};

/// Which target groups to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListTargetGroups {
    /// These, by identifier.
    Ids(Vec<Named<TargetGroupId>>),
    /// These, by name.
    Names(Vec<String>),
    /// Those that a load balancer's listeners forward to, behind a name, in the order of their names.
    OfLoadBalancer(Named<LoadBalancerId>, String),
    /// All of the tenant behind a name, in the order of their names.
    After(String),
}

/// A page of target groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The target groups.
    pub items: Vec<Described>,
    /// From where to go on; `None` when that was all.
    pub next: Option<String>,
}

/// Shows target groups; at most `limit` of those that are not asked for one by one.
///
/// # Errors
/// `no-such-target-group`, `no-such-load-balancer`, or `balancing-value` when too many are asked for one by one.
pub async fn list(
    instance: &Instance,
    caller: &Caller,
    wanted: ListTargetGroups,
    limit: u32,
) -> Result<Page, Error> {
    caller.may("elasticloadbalancing:DescribeTargetGroups")?;
    let tenant = caller.tenant.clone();
    let wanted = match wanted {
        ListTargetGroups::Ids(ids) => ListTargetGroups::Ids(each_once(ids)),
        ListTargetGroups::Names(names) => ListTargetGroups::Names(each_once(names)),
        page => page,
    };
    instance
        .read(move |tx| {
            let one_more = limit.saturating_add(1);
            let (mut found, paged) = match &wanted {
                ListTargetGroups::Ids(ids) if ids.len() > DESCRIBED_MAX => {
                    return Err(refusal::too_many_named("target groups"));
                }
                ListTargetGroups::Names(names) if names.len() > DESCRIBED_MAX => {
                    return Err(refusal::too_many_named("target groups"));
                }
                ListTargetGroups::Ids(ids) => {
                    let found = ids.iter().map(|named| super::target_group(tx, &tenant, named));
                    (found.collect::<Result<Vec<_>, Error>>()?, false)
                }
                ListTargetGroups::Names(names) => {
                    let found = names
                        .iter()
                        .map(|name| target_groups::find_by_name(tx, &tenant, name)?.ok_or_else(not_found));
                    (found.collect::<Result<Vec<_>, Error>>()?, false)
                }
                ListTargetGroups::OfLoadBalancer(named, after) => {
                    let whose = load_balancer(tx, &tenant, named)?;
                    (target_groups::of_load_balancer(tx, whose.id, after, one_more)?, true)
                }
                ListTargetGroups::After(after) => (target_groups::list(tx, &tenant, after, one_more)?, true),
            };
            let more = paged && found.len() > limit as usize;
            if more {
                found.truncate(limit as usize);
            }
            let next = found.last().filter(|_| more).map(|last| last.settings.name.clone());
            let items = found.into_iter().map(|group| described(tx, group));
            Ok(Page { items: items.collect::<Result<_, _>>()?, next })
        })
        .await
}
