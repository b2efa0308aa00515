//! Counting certificates by status, for metrics.

use tegata_operations::Worker;
use tegata_operations::instance::counters;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::reconcile::{Failure, Next, Reconcile, reconcile};

/// Pause this many times as long as the count took: however many certificates there are and however often the metrics
/// are read, counting takes a hundredth of one core at most.
const PAUSE_TIMES: u32 = 100;

/// Counts when the metrics are read, until `stop`.
pub async fn count_certificates(worker: Worker, stop: CancellationToken) {
    let mut counting = Counting { worker: worker.clone() };
    reconcile(&worker, &mut counting, None, &stop).await;
}

struct Counting {
    worker: Worker,
}

impl Reconcile for Counting {
    const NAME: &'static str = "count_certificates";
    const FAILED: &'static str = "certificates could not be counted";
    const RETRY: Next = Next::Poll(std::time::Duration::from_secs(1));

    async fn pass(&mut self, stop: &CancellationToken) -> Result<Next, Failure> {
        tokio::select! {
            () = stop.cancelled() => return Ok(Self::RETRY),
            () = self.worker.counters.wanted() => {}
        }
        let began = Instant::now();
        counters::count_by_status(&self.worker).await?;
        Ok(Next::Poll(began.elapsed() * PAUSE_TIMES))
    }
}
