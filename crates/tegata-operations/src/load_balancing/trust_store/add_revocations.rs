//! Adding revocation lists to a trust store.

use serde_json::json;
use tegata_model::change::Change;
use tegata_model::event::EventKind;
use tegata_model::load_balancing::TrustStoreId;
use tegata_model::load_balancing::trust_store::{REVOCATIONS_MAX, Revocation};
use tegata_store::load_balancing::{trust_store_revocations, trust_stores};
use tegata_x509::ReadCertificate;
use tegata_x509::ca_bundle;
use tegata_x509::revocation_file::{FILE_BYTES_MAX, RevocationFile};

use super::object::{self, ObjectNamed};
use super::refusal;
use crate::load_balancing::load_balancer::event;
use crate::reason::LoadBalancingReason;
use crate::{Caller, Error, Instance, Named};

/// Adds revocation lists, all or none. Each has to be signed by an authority of the trust store.
///
/// # Errors
/// `no-such-trust-store`, `revocation-content-not-found`, `revocation-content`, `too-many-revoked-entries`.
pub async fn add_revocations(
    instance: &Instance,
    caller: &Caller,
    named: Named<TrustStoreId>,
    objects: Vec<ObjectNamed>,
) -> Result<Vec<Revocation>, Error> {
    caller.may("elasticloadbalancing:AddTrustStoreRevocations")?;
    if objects.len() > REVOCATIONS_MAX {
        let refused = tegata_model::load_balancing::trust_store::TrustStoreRefused::TooManyRevocations;
        return Err(refusal::trust_store(refused, &named.as_written));
    }
    let mut lists = Vec::with_capacity(objects.len());
    for object in objects {
        lists.push(read_list(instance, object).await?);
    }
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    instance
        .write(move |tx| {
            let mut changed = super::trust_store(tx, &tenant, &named)?;
            let bundle = trust_stores::bundle(tx, changed.id)?.unwrap_or_default();
            let authorities = ca_bundle::read(bundle.as_bytes()).map_err(Error::internal)?;
            for (words, list) in &lists {
                check_signer(words, list, &authorities)?;
            }
            let present = trust_store_revocations::list(tx, changed.id)?.len();
            let entries: Vec<u64> = lists.iter().map(|(_, list)| list.serials().len() as u64).collect();
            let added = changed
                .add_revocations(present, &entries)
                .map_err(|refused| refusal::trust_store(refused, &named.as_written))?;
            for (revocation, (_, list)) in added.iter().zip(&lists) {
                trust_store_revocations::insert(tx, changed.id, *revocation, list.der())?;
            }
            trust_stores::update(tx, &changed)?;
            tx.record_change(&Change::TrustStore(changed.id), now)?;
            let ids: Vec<u64> = added.iter().map(|revocation| revocation.id).collect();
            let detail = json!({ "RevocationsAdded": ids });
            tx.record_event(&event(&tenant, EventKind::TrustStoreChanged, &changed.id, detail, now))?;
            Ok::<_, Error>(added)
        })
        .await
}

/// Reads a list, with words for it.
async fn read_list(instance: &Instance, object: ObjectNamed) -> Result<(String, RevocationFile), Error> {
    let words = format!("'{}' of bucket '{}'", object.key, object.bucket);
    let missing = LoadBalancingReason::RevocationContentNotFound;
    let bytes = object::read(instance, object, FILE_BYTES_MAX, missing).await?;
    let list = RevocationFile::read(&bytes).map_err(|fault| invalid(&words, &fault.to_string()))?;
    Ok((words, list))
}

fn check_signer(words: &str, list: &RevocationFile, authorities: &[ReadCertificate]) -> Result<(), Error> {
    match authorities.iter().any(|authority| list.is_signed_by(authority)) {
        true => Ok(()),
        false => Err(invalid(words, "no CA of the trust store has signed it")),
    }
}

fn invalid(words: &str, why: &str) -> Error {
    let message = format!("The revocation file {words} cannot be used: {why}");
    Error::invalid(LoadBalancingReason::RevocationContent, message)
}
