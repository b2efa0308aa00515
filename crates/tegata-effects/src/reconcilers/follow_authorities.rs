//! Reads the authorities again when a node has made one.

use std::sync::Arc;
use std::time::Duration;

use tegata_model::change::Change;
use tegata_operations::authority::{Authorities, reload};
use tegata_operations::{Error, Worker};
use tokio_util::sync::CancellationToken;

use crate::follow::{Followed, Follower, Snapshot};
use crate::reconcile::reconcile;

/// Replaces the snapshot of the authorities whenever the change log names one, until `stop`.
pub async fn follow_authorities(worker: Worker, authorities: Arc<Authorities>, stop: CancellationToken) {
    let snapshot = Loaded { worker: worker.clone(), authorities };
    let mut following = Follower::new(worker.clone(), snapshot);
    reconcile(&worker, &mut following, Some(worker.commits()), &stop).await;
}

struct Loaded {
    worker: Worker,
    authorities: Arc<Authorities>,
}

impl Followed for Loaded {
    const NAME: &'static str = "follow_authorities";
    const FAILED: &'static str = "the authorities could not be followed";
    const POLL: Duration = Duration::from_secs(1);
}

impl Snapshot for Loaded {
    /// What was loaded at the start may be older than the first look at the change log.
    async fn read_all(&mut self) -> Result<(), Error> {
        reload(&self.worker, &self.authorities).await.map_err(Error::internal)
    }

    async fn take_up(&mut self, changes: &[Change]) -> Result<(), Error> {
        if changes.iter().any(|change| matches!(change, Change::Authority(_))) {
            self.read_all().await?;
        }
        Ok(())
    }
}
