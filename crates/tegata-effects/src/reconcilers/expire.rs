//! Taking note of what has expired, and forgetting what no longer counts.

use jiff::{SignedDuration, Timestamp};
use tegata_operations::Error;
use tegata_operations::certificate::{expire, list_expired, purge, take_back_expiry};
use tokio_util::sync::CancellationToken;

use crate::Effects;
use crate::log::log;

/// How often it is looked at when nothing is going to end sooner.
const EVERY: SignedDuration = SignedDuration::from_mins(5);

/// Notes ends as they come, until `stop`.
pub async fn expire_certificates(effects: Effects, stop: CancellationToken) {
    let instance = &effects.instance;
    loop {
        let wake_at = match note_ends(&effects, &stop).await {
            Ok(next) => next,
            Err(error) => {
                log("ends could not be noted", &error);
                instance.clock.now() + EVERY
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = instance.clock.wait_until(wake_at) => {}
        }
    }
}

async fn note_ends(effects: &Effects, stop: &CancellationToken) -> Result<Timestamp, Error> {
    let instance = &effects.instance;
    while !stop.is_cancelled() && take_back_expiry(instance).await? {}
    let next = loop {
        let (over, next) = list_expired(instance).await?;
        let mut noted = false;
        for id in over {
            if stop.is_cancelled() {
                return Ok(instance.clock.now());
            }
            noted |= expire(instance, id).await?;
        }
        if !noted {
            break next;
        }
    };
    while !stop.is_cancelled() && purge(instance).await? {}
    let soon = instance.clock.now() + EVERY;
    // The last second still belongs to the certificate.
    Ok(next.map_or(soon, |next| soon.min(next + SignedDuration::from_secs(1))))
}
