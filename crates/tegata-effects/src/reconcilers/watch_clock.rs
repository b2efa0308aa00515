//! Watching the system's clock, and logging when it is doubted.

use jiff::SignedDuration;
use tegata_operations::Worker;
use tegata_operations::instance::time;
use tokio_util::sync::CancellationToken;

use crate::reconcile::{Failure, Next, Reconcile, reconcile};

/// How often the clock is looked at.
const EVERY: SignedDuration = SignedDuration::from_secs(20);
/// How often the time is kept for the next start, in looks: every five minutes.
const KEPT_EVERY: u32 = 15;

/// Looks at the clock, until `stop`.
pub async fn watch_clock(worker: Worker, stop: CancellationToken) {
    // What an earlier process put off by a wrong clock waits as well, so the first look is one after a doubt.
    let mut watch = Watch { worker: worker.clone(), doubted: true, looks: 0 };
    reconcile(&worker, &mut watch, None, &stop).await;
}

struct Watch {
    worker: Worker,
    doubted: bool,
    looks: u32,
}

impl Reconcile for Watch {
    const NAME: &'static str = "watch_clock";
    const FAILED: &'static str = "the clock could not be watched";
    const RETRY: Next = Next::After(EVERY);

    async fn pass(&mut self, _: &CancellationToken) -> Result<Next, Failure> {
        if let Err(doubt) = self.worker.clock.trusted_system_time() {
            if !self.doubted || self.looks == 0 {
                tracing::warn!("{doubt}");
            }
            (self.doubted, self.looks) = (true, 1);
            return Ok(Next::After(EVERY));
        }
        if self.doubted {
            if self.looks > 0 {
                tracing::warn!("the system clock is trusted again");
            }
            let pulled = time::pull_jobs_forward(&self.worker).await?;
            tracing::debug!(pulled, "jobs were rescheduled to run now");
            (self.doubted, self.looks) = (false, 0);
        }
        if self.looks.is_multiple_of(KEPT_EVERY) {
            // Another reading may be doubted: the next look says so.
            let _ = time::remember(&self.worker).await?;
        }
        self.looks += 1;
        Ok(Next::After(EVERY))
    }
}
