//! Giving a trust store another bundle.

use serde_json::json;
use tegata_model::change::Change;
use tegata_model::event::EventKind;
use tegata_model::load_balancing::{TrustStore, TrustStoreId};
use tegata_store::load_balancing::trust_stores;

use super::create::read_bundle;
use super::object::ObjectNamed;
use crate::load_balancing::load_balancer::event;
use crate::{Caller, Error, Instance, Named};

/// Replaces the bundle of a trust store. Its revocation lists stay; one counts while an authority of the bundle signed it.
///
/// # Errors
/// `no-such-trust-store`, `ca-bundle-not-found`, `ca-bundle`.
pub async fn modify(
    instance: &Instance,
    caller: &Caller,
    named: Named<TrustStoreId>,
    bundle: ObjectNamed,
) -> Result<TrustStore, Error> {
    caller.may("elasticloadbalancing:ModifyTrustStore")?;
    let (pem, bundle) = read_bundle(instance, bundle).await?;
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    instance
        .write(move |tx| {
            let before = super::trust_store(tx, &tenant, &named)?;
            if before.bundle_digest == bundle.digest {
                return Ok(before);
            }
            let changed = before.with_bundle(bundle.clone());
            trust_stores::update(tx, &changed)?;
            trust_stores::update_bundle(tx, changed.id, &pem)?;
            tx.record_change(&Change::TrustStore(changed.id), now)?;
            let detail = json!({ "CaCertificates": changed.ca_certificates });
            tx.record_event(&event(&tenant, EventKind::TrustStoreChanged, &changed.id, detail, now))?;
            Ok::<_, Error>(changed)
        })
        .await
}
