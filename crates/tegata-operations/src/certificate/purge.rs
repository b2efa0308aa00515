//! Forgetting what no longer counts, so that live data decides the store's size.

use jiff::SignedDuration;
use tegata_store::certificates::{tokens, versions};
use tegata_store::{approvals, mails, revocations};

use crate::revocation::LISTED_AFTER_END;
use crate::{Error, Instance};

/// For how long mails and the codes in them can still be looked at; they count for 72 hours.
const MAILS_KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);
/// How many rows one transaction takes at most.
const STEP: u32 = 500;

/// Forgets idempotency tokens that have run out, versions that are neither served nor valid any more, revocations
/// that no list has to name any more, and old mails; a few at a time. Says whether there may be more.
///
/// # Errors
/// When the store fails.
pub async fn purge(instance: &Instance) -> Result<bool, Error> {
    let now = instance.clock.now();
    instance
        .write(move |tx| {
            let gone = [
                tokens::purge(tx, now, STEP)?,
                versions::purge(tx, now, STEP)?,
                approvals::purge(tx, now - MAILS_KEPT, STEP)?,
                mails::purge(tx, now - MAILS_KEPT, STEP)?,
                revocations::purge(tx, now - LISTED_AFTER_END, STEP)?,
            ];
            Ok(gone.contains(&u64::from(STEP)))
        })
        .await
}
