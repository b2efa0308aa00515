//! Deleting old events and changes, so that live data decides the store's size.

use jiff::SignedDuration;
use tegata_operations::Worker;
use tegata_operations::instance::retention;
use tokio_util::sync::CancellationToken;

use crate::reconcile::{Failure, Next, Reconcile, reconcile};

/// How often it is looked.
const EVERY: SignedDuration = SignedDuration::from_mins(10);

/// Deletes what is older than it is kept, a few rows at a time, until `stop`.
pub async fn run_housekeeping(worker: Worker, stop: CancellationToken) {
    let mut deleting = Deleting { worker: worker.clone() };
    reconcile(&worker, &mut deleting, None, &stop).await;
}

struct Deleting {
    worker: Worker,
}

impl Reconcile for Deleting {
    const NAME: &'static str = "housekeeping";
    const FAILED: &'static str = "old events and changes could not be deleted";
    const RETRY: Next = Next::After(EVERY);

    async fn pass(&mut self, stop: &CancellationToken) -> Result<Next, Failure> {
        while !stop.is_cancelled() && retention::forget(&self.worker).await? {}
        Ok(Next::After(EVERY))
    }
}
