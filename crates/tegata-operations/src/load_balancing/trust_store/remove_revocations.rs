//! Removing revocation lists from a trust store.

use serde_json::json;
use tegata_model::change::Change;
use tegata_model::event::EventKind;
use tegata_model::load_balancing::TrustStoreId;
use tegata_store::load_balancing::{trust_store_revocations, trust_stores};

use super::refusal;
use crate::load_balancing::load_balancer::event;
use crate::{Caller, Error, Instance, Named};

/// Removes revocation lists, all or none.
///
/// # Errors
/// `no-such-trust-store`, `no-such-revocation`.
pub async fn remove_revocations(
    instance: &Instance,
    caller: &Caller,
    named: Named<TrustStoreId>,
    ids: Vec<u64>,
) -> Result<(), Error> {
    caller.may("elasticloadbalancing:RemoveTrustStoreRevocations")?;
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    instance
        .write(move |tx| {
            let mut changed = super::trust_store(tx, &tenant, &named)?;
            let mut present = trust_store_revocations::list(tx, changed.id)?;
            for id in &ids {
                let place = present.iter().position(|revocation| revocation.id == *id);
                let place = place.ok_or_else(|| refusal::revocation_not_found(*id))?;
                changed.remove_revocation(present.remove(place));
                trust_store_revocations::delete(tx, changed.id, *id)?;
            }
            trust_stores::update(tx, &changed)?;
            tx.record_change(&Change::TrustStore(changed.id), now)?;
            let detail = json!({ "RevocationsRemoved": ids });
            tx.record_event(&event(&tenant, EventKind::TrustStoreChanged, &changed.id, detail, now))?;
            Ok::<_, Error>(())
        })
        .await
}
