//! Gauges: what stands in the store at the moment, for monitoring. Nothing here takes longer the more
//! certificates there are.

use jiff::Timestamp;
use tegata_model::{CertificateId, Tenant};
use tegata_store::jobs::{self, Queued};
use tegata_store::{StoreError, certificates};
use uuid::Uuid;

use crate::instance::key_pool::POOLED;
use crate::{Error, Instance};

/// How many of the certificates that end next are told of.
const ENDING_NEXT: u32 = 50;
/// How far jobs of a state are counted.
pub const JOBS_COUNTED_MAX: u32 = 10_000;

/// What stands in the store.
#[derive(Debug, Clone)]
pub struct Gauges {
    /// The certificates that end next, the first of them in front.
    pub ending: Vec<Ending>,
    /// Jobs by kind and state, counted up to [`JOBS_COUNTED_MAX`] for a state.
    pub jobs: Vec<Queued>,
    /// RSA keys that lie ready.
    pub keys_ready: u32,
    /// The time that all are of.
    pub now: Timestamp,
}

/// A certificate that ends.
#[derive(Debug, Clone)]
pub struct Ending {
    /// Whose.
    pub tenant: Tenant,
    /// Which.
    pub id: CertificateId,
    /// Its domain name.
    pub domain_name: String,
    /// When.
    pub not_after: Timestamp,
}

/// Reads the gauges. Callers of this check permission first: the gauges are of all accounts.
///
/// # Errors
/// When the store fails.
pub async fn gauges(instance: &Instance) -> Result<Gauges, Error> {
    let now = instance.clock.now();
    instance
        .read(move |tx| {
            let before_all = (Timestamp::UNIX_EPOCH, CertificateId(Uuid::nil()));
            let ending = certificates::list_ending_of_all(tx, before_all, Timestamp::MAX, ENDING_NEXT)?;
            let ending = ending.into_iter().filter_map(|stored| {
                let certificate = stored.certificate;
                Some(Ending {
                    domain_name: certificate.domain_name().to_owned(),
                    not_after: certificate.version.as_ref()?.not_after,
                    id: certificate.id,
                    tenant: certificate.tenant,
                })
            });
            let ending = ending.collect();
            let jobs = jobs::count(tx, now, JOBS_COUNTED_MAX)?;
            let keys_ready = certificates::key_pool::count(tx, POOLED.as_str())?;
            Ok::<_, StoreError>(Gauges { ending, jobs, keys_ready, now })
        })
        .await
        .map_err(Error::from)
}
