//! Telling of certificates that end.

use jiff::SignedDuration;
use tegata_operations::certificate::give_notices;
use tegata_operations::{Error, Instance};
use tokio_util::sync::CancellationToken;

use crate::log::log;

/// How often it is looked: a notice is about a day, and comes within minutes of when that begins.
const EVERY: SignedDuration = SignedDuration::from_mins(5);

/// Tells what is due, again and again, until `stop`.
pub async fn tell_of_ends(instance: Instance, stop: CancellationToken) {
    loop {
        if let Err(error) = tell(&instance, &stop).await {
            log("notices could not be given", &error);
        }
        let next = instance.clock.now() + EVERY;
        tokio::select! {
            () = stop.cancelled() => return,
            () = instance.clock.wait_until(next) => {}
        }
    }
}

async fn tell(instance: &Instance, stop: &CancellationToken) -> Result<(), Error> {
    while !stop.is_cancelled() && give_notices(instance).await? {}
    Ok(())
}
