//! Showing trust stores.

use tegata_model::load_balancing::{TrustStore, TrustStoreId};
use tegata_store::load_balancing::trust_stores;

use super::refusal;
use crate::load_balancing::load_balancer::refusal::too_many_named;
use crate::load_balancing::load_balancer::{DESCRIBED_MAX, each_once};
use crate::{Caller, Error, Instance, Named};

/// Which trust stores to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListTrustStores {
    /// These, by identifier.
    Ids(Vec<Named<TrustStoreId>>),
    /// These, by name.
    Names(Vec<String>),
    /// All of the tenant behind a name, in the order of their names.
    After(String),
}

/// A page of trust stores.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The trust stores.
    pub items: Vec<TrustStore>,
    /// From where to go on; `None` when that was all.
    pub next: Option<String>,
}

/// Shows trust stores; at most `limit` of those that are not asked for one by one.
///
/// # Errors
/// `no-such-trust-store`, or `balancing-value` when too many are asked for one by one.
pub async fn list(
    instance: &Instance,
    caller: &Caller,
    wanted: ListTrustStores,
    limit: u32,
) -> Result<Page, Error> {
    caller.may("elasticloadbalancing:DescribeTrustStores")?;
    let tenant = caller.tenant.clone();
    let wanted = match wanted {
        ListTrustStores::Ids(ids) => ListTrustStores::Ids(each_once(ids)),
        ListTrustStores::Names(names) => ListTrustStores::Names(each_once(names)),
        page => page,
    };
    let named = match &wanted {
        ListTrustStores::Ids(ids) => ids.len(),
        ListTrustStores::Names(names) => names.len(),
        ListTrustStores::After(_) => 0,
    };
    if named > DESCRIBED_MAX {
        return Err(too_many_named("trust stores"));
    }
    instance
        .read(move |tx| match &wanted {
            ListTrustStores::Ids(ids) => {
                let items = ids.iter().map(|named| {
                    trust_stores::find(tx, &tenant, named.id)?.ok_or_else(refusal::some_not_found)
                });
                Ok(Page { items: items.collect::<Result<_, Error>>()?, next: None })
            }
            ListTrustStores::Names(names) => {
                let items = names.iter().map(|name| {
                    trust_stores::find_by_name(tx, &tenant, name)?.ok_or_else(refusal::some_not_found)
                });
                Ok(Page { items: items.collect::<Result<_, Error>>()?, next: None })
            }
            ListTrustStores::After(after) => {
                let mut items = trust_stores::list(tx, &tenant, after, limit.saturating_add(1))?;
                let is_more = items.len() > limit as usize;
                items.truncate(limit as usize);
                let next = items.last().filter(|_| is_more).map(|last| last.name.clone());
                Ok(Page { items, next })
            }
        })
        .await
}
