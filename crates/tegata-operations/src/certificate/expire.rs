//! Expiry: taking note of what has ended.

use jiff::Timestamp;
use tegata_model::CertificateId;
use tegata_model::certificate::expire::{expired, not_expired};
use tegata_store::certificates;

use crate::{Error, Worker};

/// How many one step takes.
const STEP: u32 = 256;

/// Certificates that have ended and are not noted as expired yet, a few at a time; and when the next one ends. None has
/// ended while the clock is doubted.
///
/// # Errors
/// When the store fails.
pub async fn list_expired(worker: &Worker) -> Result<(Vec<CertificateId>, Option<Timestamp>), Error> {
    let Ok(now) = worker.clock.trusted_now() else { return Ok((Vec::new(), None)) };
    worker
        .read(move |tx| Ok((certificates::list_expired(tx, now, STEP)?, certificates::next_expiry(tx)?)))
        .await
}

/// Takes note that a certificate has expired, if it has; says whether it did.
///
/// # Errors
/// When the store fails.
pub async fn expire(worker: &Worker, id: CertificateId) -> Result<bool, Error> {
    let Ok(now) = worker.clock.trusted_now() else { return Ok(false) };
    worker
        .write(move |tx| {
            let Some(stored) = certificates::find_of_any(tx, id)? else { return Ok(false) };
            let Some(progress) = expired(stored.certificate.clone(), stored.usage(), now) else {
                return Ok(false);
            };
            super::save(tx, &stored, &progress, now)?;
            super::validation_end::cancel_jobs(tx, id)?;
            Ok(true)
        })
        .await
}

/// Takes back that certificates have expired which have not: a clock was wrong for long enough to be trusted. A few at a
/// time; says whether there may be more.
///
/// # Errors
/// When the store fails.
pub async fn take_back_expiry(worker: &Worker) -> Result<bool, Error> {
    let Ok(now) = worker.clock.trusted_now() else { return Ok(false) };
    let found = worker.read(move |tx| certificates::list_expired_too_soon(tx, now, STEP)).await?;
    let more = found.len() == STEP as usize;
    for id in found {
        let taken_back = worker.write(move |tx| {
            let Some(stored) = certificates::find_of_any(tx, id)? else { return Ok(()) };
            match not_expired(stored.certificate.clone(), now) {
                Some(progress) => super::save(tx, &stored, &progress, now),
                None => Ok(()),
            }
        });
        taken_back.await?;
    }
    Ok(more)
}
