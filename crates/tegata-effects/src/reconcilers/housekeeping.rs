//! Forgetting what no longer counts, so that live data decides the store's size.

use jiff::SignedDuration;
use tegata_operations::instance::retention;
use tegata_operations::{Error, Instance};
use tokio_util::sync::CancellationToken;

use crate::log::log;

/// How often it is looked.
const EVERY: SignedDuration = SignedDuration::from_mins(10);

/// Forgets, a few rows at a time, until `stop`.
pub async fn keep_house(instance: Instance, stop: CancellationToken) {
    loop {
        if let Err(error) = forget(&instance, &stop).await {
            log("old events and changes could not be forgotten", &error);
        }
        let next = instance.clock.now() + EVERY;
        tokio::select! {
            () = stop.cancelled() => return,
            () = instance.clock.wait_until(next) => {}
        }
    }
}

async fn forget(instance: &Instance, stop: &CancellationToken) -> Result<(), Error> {
    while !stop.is_cancelled() && retention::forget(instance).await? {}
    Ok(())
}
