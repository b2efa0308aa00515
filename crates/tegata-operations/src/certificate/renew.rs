//! Renewal: finding what is due, and beginning an attempt.

use jiff::{SignedDuration, Timestamp};
use tegata_model::certificate::renewal::begin_if_due;
use tegata_model::{CertificateId, validity};
use tegata_store::certificates;
use uuid::Uuid;

use crate::{Error, Worker};

/// Where a walk over what is going to end stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Walk {
    at: (Timestamp, CertificateId),
}

/// How many rows one step looks at: bounds how long a view of the store stays open.
const STEP: u32 = 256;

/// The certificates for which an attempt to renew is due, among the next few that end within the longest lead;
/// and how to go on, until `None`. Begin with `None`. None is due while the clock is doubted: a renewal replaces what is
/// served by what is valid from the day that the clock shows.
///
/// # Errors
/// When the store fails.
pub async fn due_for_renewal(
    worker: &Worker,
    walk: Option<Walk>,
) -> Result<(Vec<CertificateId>, Option<Walk>), Error> {
    let Ok(now) = worker.clock.trusted_now() else { return Ok((Vec::new(), None)) };
    // A certificate still holds in its last second, so the walk begins just before `now`.
    let begin = (now - SignedDuration::from_secs(1), CertificateId(Uuid::max()));
    let after = walk.map_or(begin, |walk| walk.at);
    worker
        .read(move |tx| {
            let ending = certificates::list_ending(tx, after, now + validity::LONGEST_LEAD, STEP)?;
            let more = ending.len() == STEP as usize;
            let last = ending.last().filter(|_| more).and_then(|stored| {
                let version = stored.certificate.version.as_ref()?;
                Some(Walk { at: (version.not_after, stored.certificate.id) })
            });
            let due = ending.into_iter().filter_map(|stored| {
                let (id, usage) = (stored.certificate.id, stored.usage());
                begin_if_due(stored.certificate, usage, now).map(|_| id)
            });
            Ok((due.collect(), last))
        })
        .await
}

/// Begins an attempt to renew if one is due; says whether it did.
///
/// # Errors
/// When the store fails.
pub async fn renew(worker: &Worker, id: CertificateId) -> Result<bool, Error> {
    let Ok(now) = worker.clock.trusted_now() else { return Ok(false) };
    worker
        .write(move |tx| {
            let Some(stored) = certificates::find_of_any(tx, id)? else { return Ok(false) };
            let Some(progress) = begin_if_due(stored.certificate.clone(), stored.usage(), now) else {
                return Ok(false);
            };
            super::save(tx, &stored, &progress, now)?;
            Ok(true)
        })
        .await
}
