//! Beginning renewals that are due.

use jiff::SignedDuration;
use tegata_operations::Error;
use tegata_operations::certificate::{due_for_renewal, renew};
use tokio_util::sync::CancellationToken;

use crate::Effects;
use crate::log::log;

/// How often the rows are looked at. What is due is computed from them each time, so that a clock that
/// was moved, a restored backup or an hour of sleep loses nothing.
const EVERY: SignedDuration = SignedDuration::from_secs(10);

/// Begins what is due, again and again, until `stop`.
pub async fn plan_renewals(effects: Effects, stop: CancellationToken) {
    let instance = &effects.instance;
    loop {
        if let Err(error) = begin_due(&effects, &stop).await {
            log("renewals could not be planned", &error);
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = instance.clock.wait_until(instance.clock.now() + EVERY) => {}
        }
    }
}

async fn begin_due(effects: &Effects, stop: &CancellationToken) -> Result<(), Error> {
    let mut walk = None;
    loop {
        let (due, next) = due_for_renewal(&effects.instance, walk).await?;
        for id in due {
            if stop.is_cancelled() {
                return Ok(());
            }
            renew(&effects.instance, id).await?;
        }
        if next.is_none() {
            return Ok(());
        }
        walk = next;
    }
}
