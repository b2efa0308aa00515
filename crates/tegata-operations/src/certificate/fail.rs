//! Giving up an issue, and putting one off.

use jiff::Timestamp;
use tegata_model::CertificateId;
use tegata_model::certificate::FailureReason;
use tegata_model::certificate::evidence::LookUp;
use tegata_model::certificate::fail::{Failure, failed};
use tegata_model::certificate::proof::look_again_at;
use tegata_store::certificates;
use tegata_store::jobs::{self, Claim};

use super::record_proof::{AGAIN_WHILE_DOUBTED, add_evidence};
use crate::{Error, Worker};

/// Fails the first issue permanently, or the attempt to renew that runs, keeps what was seen by base name, and ends
/// the claimed job.
///
/// # Errors
/// When the store fails.
pub async fn fail(
    worker: &Worker,
    claim: &Claim,
    id: CertificateId,
    failure: Failure,
    seen: Vec<(String, LookUp)>,
) -> Result<(), Error> {
    let now = worker.clock.now();
    let claim = claim.clone();
    worker
        .write(move |tx| {
            if let Some(stored) = certificates::find_of_any(tx, id)? {
                for (base, look_up) in &seen {
                    add_evidence(tx, id, base, look_up.clone())?;
                }
                if let Ok(progress) = failed(stored.certificate.clone(), &failure, stored.usage(), now) {
                    super::save(tx, &stored, &progress, now)?;
                }
            }
            Ok(jobs::complete(tx, &claim)?)
        })
        .await
}

/// Puts an issue off that could not be decided or made just now, keeps what was seen by base name, and says when
/// it is tried again. Once the 72 hours are over it fails instead: `reason` then says why. They are not over while the
/// clock is doubted.
///
/// # Errors
/// When the store fails.
pub async fn put_off(
    worker: &Worker,
    claim: &Claim,
    id: CertificateId,
    why: String,
    reason: FailureReason,
    seen: Vec<(String, LookUp)>,
) -> Result<Option<Timestamp>, Error> {
    let (now, trusted) = (worker.clock.now(), worker.clock.trusted_now().is_ok());
    let claim = claim.clone();
    worker
        .write(move |tx| {
            let Some(stored) = certificates::find_of_any(tx, id)? else {
                jobs::complete(tx, &claim)?;
                return Ok(None);
            };
            for (base, look_up) in &seen {
                add_evidence(tx, id, base, look_up.clone())?;
            }
            let proving = stored.certificate.proving();
            if proving.is_some() && !trusted {
                let then = now + AGAIN_WHILE_DOUBTED;
                jobs::retry(tx, &claim, then, Some(&why))?;
                return Ok(Some(then));
            }
            if let Some(proving) = proving.filter(|proving| now < proving.until) {
                let then = look_again_at(proving.since, proving.until, now);
                jobs::retry(tx, &claim, then, Some(&why))?;
                return Ok(Some(then));
            }
            let failure = Failure { reason, names: Vec::new(), why: why.clone() };
            if let Ok(progress) = failed(stored.certificate.clone(), &failure, stored.usage(), now) {
                super::save(tx, &stored, &progress, now)?;
            }
            jobs::complete(tx, &claim)?;
            Ok(None)
        })
        .await
}
