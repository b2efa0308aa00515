//! Expiry: taking note of what has ended.

use jiff::Timestamp;
use tegata_model::CertificateId;
use tegata_model::certificate::expire::expired;
use tegata_store::certificates;

use crate::{Error, Instance};

/// How many one step takes.
const STEP: u32 = 256;

/// Certificates that have ended and are not noted as expired yet, a few at a time; and when the next one ends.
///
/// # Errors
/// When the store fails.
pub async fn ended(instance: &Instance) -> Result<(Vec<CertificateId>, Option<Timestamp>), Error> {
    let now = instance.clock.now();
    instance
        .read(move |tx| Ok((certificates::list_expired(tx, now, STEP)?, certificates::next_expiry(tx)?)))
        .await
}

/// Takes note that a certificate has expired, if it has; says whether it did.
///
/// # Errors
/// When the store fails.
pub async fn expire(instance: &Instance, id: CertificateId) -> Result<bool, Error> {
    let now = instance.clock.now();
    instance
        .write(move |tx| {
            let Some(stored) = certificates::find_of_any(tx, id)? else { return Ok(false) };
            let Some(progress) = expired(stored.certificate.clone(), stored.usage(), now) else {
                return Ok(false);
            };
            super::keep(tx, &stored, &progress, now)?;
            super::validation_end::cancel_jobs(tx, id)?;
            Ok(true)
        })
        .await
}
