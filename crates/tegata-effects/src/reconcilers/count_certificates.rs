//! Counting certificates for whoever watches the instance.

use tegata_operations::Instance;
use tegata_operations::instance::counters;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::log::log;

/// A count is followed by a pause of so many times its own length: however many certificates there are and however often
/// somebody asks, counting takes a hundredth of one core at most.
const PAUSE_TIMES: u32 = 100;

/// Counts when somebody wants to know, until `stop`.
pub async fn count_certificates(instance: Instance, stop: CancellationToken) {
    let counting = async {
        loop {
            instance.counters.wanted().await;
            let began = Instant::now();
            if let Err(error) = counters::count_by_status(&instance).await {
                log("certificates could not be counted", &error);
            }
            tokio::time::sleep(began.elapsed() * PAUSE_TIMES).await;
        }
    };
    tokio::select! {
        () = stop.cancelled() => {}
        () = counting => {}
    }
}
