//! Making a trust store.

use aws_lc_rs::digest::{SHA256, digest};
use serde_json::json;
use tegata_model::event::EventKind;
use tegata_model::load_balancing::trust_store::{Bundle, Creation, NewTrustStore, plan_creation};
use tegata_model::load_balancing::{TrustStore, TrustStoreId};
use tegata_model::tag::Tag;
use tegata_store::load_balancing::trust_stores;
use tegata_x509::ca_bundle::{self, BUNDLE_BYTES_MAX};

use super::object::{self, ObjectNamed};
use super::refusal;
use crate::load_balancing::load_balancer::event;
use crate::reason::LoadBalancingReason;
use crate::{Caller, Error, Instance};

/// A request for a trust store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestedTrustStore {
    /// `Name`.
    pub name: String,
    /// Where its bundle is.
    pub bundle: ObjectNamed,
    /// What it shall carry.
    pub tags: Vec<Tag>,
}

/// Makes a trust store from a bundle, or finds the one of that name if it has the same bundle and tags.
///
/// # Errors
/// `ca-bundle-not-found`, `ca-bundle`, `trust-store-name-taken`, `too-many-trust-stores`, tags.
pub async fn create(
    instance: &Instance,
    caller: &Caller,
    requested: RequestedTrustStore,
) -> Result<TrustStore, Error> {
    caller.may("elasticloadbalancing:CreateTrustStore")?;
    let (pem, bundle) = read_bundle(instance, requested.bundle).await?;
    let request = NewTrustStore { name: requested.name, bundle, tags: requested.tags };
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    let id = TrustStoreId::from_random(instance.entropy.bytes());
    instance
        .write(move |tx| {
            let of_that_name = trust_stores::find_by_name(tx, &tenant, &request.name)?;
            let owned = trust_stores::count(tx, &tenant)?;
            let creation = plan_creation(id, &tenant, request.clone(), of_that_name, owned, now)
                .map_err(|refused| refusal::trust_store(refused, &request.name))?;
            match creation {
                Creation::Existing(existing) => Ok(*existing),
                Creation::New(made) => {
                    trust_stores::insert(tx, &made, &pem)?;
                    let detail = json!({ "Name": made.name, "CaCertificates": made.ca_certificates });
                    tx.record_event(&event(&tenant, EventKind::TrustStoreCreated, &made.id, detail, now))?;
                    Ok::<_, Error>(*made)
                }
            }
        })
        .await
}

/// Reads a bundle and checks what is in it.
pub(super) async fn read_bundle(instance: &Instance, object: ObjectNamed) -> Result<(String, Bundle), Error> {
    let named = format!("'{}' of bucket '{}'", object.key, object.bucket);
    let missing = LoadBalancingReason::CaBundleNotFound;
    let bytes = object::read(instance, object, BUNDLE_BYTES_MAX, missing).await?;
    let invalid = |why: String| {
        let message = format!("The CA certificates bundle {named} cannot be used: {why}");
        Error::invalid(LoadBalancingReason::CaBundle, message)
    };
    let certificates = ca_bundle::read(&bytes).map_err(|fault| invalid(fault.to_string()))?;
    let bundle = Bundle {
        digest: hex::encode(digest(&SHA256, &bytes)),
        ca_certificates: u32::try_from(certificates.len()).map_err(Error::internal)?,
    };
    let pem = String::from_utf8(bytes).map_err(|_| invalid("it is not UTF-8".to_owned()))?;
    Ok((pem, bundle))
}
