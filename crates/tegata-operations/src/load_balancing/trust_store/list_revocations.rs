//! Showing the revocation lists of a trust store.

use tegata_model::load_balancing::TrustStoreId;
use tegata_model::load_balancing::trust_store::Revocation;
use tegata_store::load_balancing::trust_store_revocations;

use super::refusal;
use crate::{Caller, Error, Instance, Named};

/// A page of revocation lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevocationPage {
    /// The lists.
    pub items: Vec<Revocation>,
    /// Behind which number to go on; `None` when that was all.
    pub next: Option<u64>,
}

/// Shows revocation lists of a trust store: those of these numbers, or at most `limit` behind a number.
///
/// # Errors
/// `no-such-trust-store`, `no-such-revocation`.
pub async fn list_revocations(
    instance: &Instance,
    caller: &Caller,
    named: Named<TrustStoreId>,
    ids: Vec<u64>,
    after: Option<u64>,
    limit: u32,
) -> Result<RevocationPage, Error> {
    caller.may("elasticloadbalancing:DescribeTrustStoreRevocations")?;
    let tenant = caller.tenant.clone();
    instance
        .read(move |tx| {
            let of = super::trust_store(tx, &tenant, &named)?;
            let mut items = trust_store_revocations::list(tx, of.id)?;
            if let Some(missing) = ids.iter().find(|id| items.iter().all(|item| item.id != **id)) {
                return Err(refusal::revocation_not_found(*missing));
            }
            if !ids.is_empty() {
                items.retain(|item| ids.contains(&item.id));
                return Ok(RevocationPage { items, next: None });
            }
            items.retain(|item| after.is_none_or(|after| item.id > after));
            let is_more = items.len() > limit as usize;
            items.truncate(limit as usize);
            let next = items.last().filter(|_| is_more).map(|last| last.id);
            Ok(RevocationPage { items, next })
        })
        .await
}
