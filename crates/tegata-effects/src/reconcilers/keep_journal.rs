//! Keeping the journal: revocations of all nodes, and how far the store has come, outside the store.

use std::time::Duration;

use tegata_model::change::Change;
use tegata_operations::instance::restored;
use tegata_operations::{Error, Instance};
use tegata_store::changes::Cursor;
use tokio_util::sync::CancellationToken;

use crate::follow;
use crate::log::log;

/// How many changes are read at a time.
const STEP: u32 = 500;
/// How often the store is looked at. A revocation by this process does not wait for it: it is in the journal before it is
/// answered.
const EVERY: Duration = Duration::from_secs(5);

/// Keeps the journal, and the hold of a restored store, until `stop`; then once more, so that a clean stop leaves nothing
/// out.
pub async fn keep_journal(instance: Instance, stop: CancellationToken) {
    let mut cursor = Cursor::default();
    loop {
        if let Err(error) = follow(&instance, &mut cursor).await {
            log("the journal could not be kept", &error);
        }
        if stop.is_cancelled() {
            return;
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

async fn follow(instance: &Instance, cursor: &mut Cursor) -> Result<(), Error> {
    loop {
        let step = follow::step(instance, cursor, STEP).await?;
        let serials = step.changes.into_iter().filter_map(|change| match change {
            Change::Revocation(serial) => Some(serial),
            _ => None,
        });
        restored::follow_journal(instance, serials.collect()).await?;
        *cursor = step.cursor;
        if step.is_last {
            return Ok(());
        }
    }
}
