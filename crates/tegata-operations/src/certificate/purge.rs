//! Forgetting what no longer counts, so that live data decides the store's size.

use tegata_store::certificates::{tokens, versions};
use tegata_store::revocations;

use crate::revocation::LISTED_AFTER_END;
use crate::{Error, Instance};

/// How many rows one transaction takes at most.
const STEP: u32 = 500;

/// Forgets idempotency tokens that have run out, versions that are neither served nor valid any more, and revocations
/// that no list has to name any more; a few at a time. Says whether there may be more.
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
                revocations::purge(tx, now - LISTED_AFTER_END, STEP)?,
            ];
            Ok(gone.contains(&u64::from(STEP)))
        })
        .await
}
