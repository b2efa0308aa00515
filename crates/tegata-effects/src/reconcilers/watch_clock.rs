//! Watching the system's clock, and saying when it is doubted.

use jiff::SignedDuration;
use tegata_operations::instance::time;
use tegata_operations::{Error, Instance};
use tokio_util::sync::CancellationToken;

use crate::log::log;

/// How often the clock is looked at.
const EVERY: SignedDuration = SignedDuration::from_secs(20);
/// How often the time is kept for the next start, in looks: every five minutes.
const KEPT_EVERY: u32 = 15;

/// Looks at the clock again and again, until `stop`.
pub async fn watch_clock(instance: Instance, stop: CancellationToken) {
    // What an earlier process put off by a wrong clock waits as well, so the first look is one after a doubt.
    let mut watch = Watch { doubted: true, looks: 0 };
    loop {
        if let Err(error) = watch.look(&instance).await {
            log("the clock could not be watched", &error);
        }
        let next = instance.clock.now() + EVERY;
        tokio::select! {
            () = stop.cancelled() => return,
            () = instance.clock.wait_until(next) => {}
        }
    }
}

struct Watch {
    doubted: bool,
    looks: u32,
}

impl Watch {
    async fn look(&mut self, instance: &Instance) -> Result<(), Error> {
        if let Err(doubt) = instance.clock.trusted_system_time() {
            if !self.doubted || self.looks == 0 {
                tracing::warn!("{doubt}");
            }
            (self.doubted, self.looks) = (true, 1);
            return Ok(());
        }
        if self.doubted {
            if self.looks > 0 {
                tracing::warn!("the system clock is trusted again");
            }
            let pulled = time::pull_jobs_forward(instance).await?;
            tracing::debug!(pulled, "jobs were pulled forward");
            (self.doubted, self.looks) = (false, 0);
        }
        if self.looks.is_multiple_of(KEPT_EVERY) {
            // Another reading may be doubted: the next look says so.
            let _ = time::remember(instance).await?;
        }
        self.looks += 1;
        Ok(())
    }
}
