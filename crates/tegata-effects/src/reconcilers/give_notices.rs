//! Giving notice of certificates that are about to end.

use jiff::SignedDuration;
use tegata_operations::Worker;
use tegata_operations::certificate::give_notices;
use tokio_util::sync::CancellationToken;

use crate::reconcile::{Failure, Next, Reconcile, reconcile};

/// How often it is looked: a notice is about a day, and comes within minutes of when that begins.
const EVERY: SignedDuration = SignedDuration::from_mins(5);

/// Gives the notices that are due, until `stop`.
pub async fn notify_of_ends(worker: Worker, stop: CancellationToken) {
    let mut giving = Giving { worker: worker.clone() };
    reconcile(&worker, &mut giving, None, &stop).await;
}

struct Giving {
    worker: Worker,
}

impl Reconcile for Giving {
    const NAME: &'static str = "give_notices";
    const FAILED: &'static str = "notices could not be sent";
    const RETRY: Next = Next::After(EVERY);

    async fn pass(&mut self, stop: &CancellationToken) -> Result<Next, Failure> {
        while !stop.is_cancelled() && give_notices(&self.worker).await? {}
        Ok(Next::After(EVERY))
    }
}
