//! Deleting a trust store.

use serde_json::json;
use tegata_model::change::Change;
use tegata_model::event::EventKind;
use tegata_model::load_balancing::TrustStoreId;
use tegata_store::load_balancing::{trust_store_users, trust_stores};

use crate::load_balancing::load_balancer::event;
use crate::reason::LoadBalancingReason;
use crate::{Caller, Error, Instance, Named};

/// Deletes a trust store that nothing uses, with its revocation lists.
///
/// # Errors
/// `no-such-trust-store`, and `trust-store-in-use` with who uses it.
pub async fn delete(instance: &Instance, caller: &Caller, named: Named<TrustStoreId>) -> Result<(), Error> {
    caller.may("elasticloadbalancing:DeleteTrustStore")?;
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    instance
        .write(move |tx| {
            let gone = super::trust_store(tx, &tenant, &named)?;
            let listeners = trust_store_users::listeners(tx, gone.id)?.len();
            let groups = trust_store_users::target_groups(tx, gone.id)?.len();
            if listeners + groups > 0 {
                let message = format!(
                    "Trust store '{}' is currently in use by {listeners} listeners and {groups} target groups",
                    named.as_written
                );
                return Err(Error::conflict(LoadBalancingReason::TrustStoreInUse, message));
            }
            trust_stores::delete(tx, gone.id)?;
            tx.record_change(&Change::TrustStore(gone.id), now)?;
            let detail = json!({ "Name": gone.name });
            tx.record_event(&event(&tenant, EventKind::TrustStoreDeleted, &gone.id, detail, now))?;
            Ok(())
        })
        .await
}
