//! Making new intermediates before leaves would outlive those there are.

use std::sync::Arc;

use jiff::SignedDuration;
use tegata_operations::Worker;
use tegata_operations::authority::{Authorities, succeed};
use tokio_util::sync::CancellationToken;

use crate::reconcile::{Failure, Next, Reconcile, reconcile};

/// How often it is looked. Other nodes make intermediates too, and relying parties may ask this node about them.
const EVERY: SignedDuration = SignedDuration::from_mins(1);

/// Makes the intermediates that are missing and loads those that other nodes made, until `stop`.
pub async fn succeed_authorities(worker: Worker, authorities: Arc<Authorities>, stop: CancellationToken) {
    let mut succeeding = Succeeding { worker: worker.clone(), authorities };
    reconcile(&worker, &mut succeeding, None, &stop).await;
}

struct Succeeding {
    worker: Worker,
    authorities: Arc<Authorities>,
}

impl Reconcile for Succeeding {
    const NAME: &'static str = "succeed_authorities";
    const FAILED: &'static str = "new intermediates could not be created";
    const RETRY: Next = Next::After(EVERY);

    async fn pass(&mut self, _: &CancellationToken) -> Result<Next, Failure> {
        succeed(&self.worker, &self.authorities).await?;
        Ok(Next::After(EVERY))
    }
}
