//! Keeping the journal: revocations of all nodes, and how far the store has come, outside the store.

use std::time::Duration;

use tegata_model::certificate::Serial;
use tegata_model::change::Change;
use tegata_operations::instance::restored;
use tegata_operations::{Error, Worker};
use tegata_store::changes::Cursor;
use tokio_util::sync::CancellationToken;

use crate::follow::{Followed, Follower, Snapshot};
use crate::log::log;
use crate::reconcile::reconcile;

/// Keeps the journal, and the hold of a restored store, until `stop`; then once more, so that a clean stop leaves nothing
/// out.
pub async fn keep_journal(worker: Worker, stop: CancellationToken) {
    // Whatever the store had at the start is in the journal.
    let begun_at = worker.journal.as_ref().map(|journal| journal.marks().change).unwrap_or_default();
    let written = Written { worker: worker.clone() };
    let mut keeping = Follower::from(worker.clone(), written, Cursor::behind(begun_at));
    reconcile(&worker, &mut keeping, None, &stop).await;
    if let Err(error) = keeping.catch_up().await {
        log(Written::FAILED, &error);
    }
}

struct Written {
    worker: Worker,
}

impl Followed for Written {
    const NAME: &'static str = "keep_journal";
    const FAILED: &'static str = "the journal could not be updated";
    /// How often the store is looked at. A revocation by this process does not wait for it: it is in the journal before
    /// it is answered.
    const POLL: Duration = Duration::from_secs(5);
}

impl Snapshot for Written {
    /// The journal was compared with the whole store when it was opened.
    async fn read_all(&mut self) -> Result<(), Error> {
        Ok(())
    }

    async fn take_up(&mut self, changes: &[Change]) -> Result<(), Error> {
        let serials = changes.iter().filter_map(|change| match change {
            Change::Revocation(serial) => Some(*serial),
            _ => None,
        });
        restored::follow_journal(&self.worker, serials.collect::<Vec<Serial>>()).await
    }
}
