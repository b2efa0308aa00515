//! Forgetting what no longer counts, so that live data decides the store's size.

use jiff::SignedDuration;
use tegata_store::certificates::{tokens, versions};
use tegata_store::{approvals, mails};

use crate::{Error, Worker};

/// For how long mails and the codes in them can still be looked at; they count for 72 hours.
const MAILS_KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);
/// For how long after its end a version and its revocation stay on record: far longer than lists name it, since what is
/// forgotten too soon cannot be revoked, or is no longer known to be.
const VERSIONS_KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);
/// How many rows one transaction takes at most.
const STEP: u32 = 500;

/// Forgets idempotency tokens that have run out, old mails, and versions that are neither served nor were valid for
/// long, each with its revocation; a few at a time. Says whether there may be more. Forgets nothing while the clock is
/// doubted.
///
/// # Errors
/// When the store fails.
pub async fn purge(worker: &Worker) -> Result<bool, Error> {
    let Ok(now) = worker.clock.trusted_now() else { return Ok(false) };
    worker
        .write(move |tx| {
            let gone = [
                tokens::purge(tx, now, STEP)?,
                versions::purge(tx, now - VERSIONS_KEPT, STEP)?,
                approvals::purge(tx, now - MAILS_KEPT, STEP)?,
                mails::purge(tx, now - MAILS_KEPT, STEP)?,
            ];
            Ok(gone.contains(&u64::from(STEP)))
        })
        .await
}
