//! Finding validations that are over, and those whose job was lost.
//!
//! Jobs advance validations and end them. This looks after those for which no job does, whatever became of it.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tegata_operations::certificate::{
    list_ended_validations, list_unattended_validations, resume_validation,
};
use tegata_operations::{Error, Instance};
use tegata_store::certificates::validations::Validation;
use tokio_util::sync::CancellationToken;

use crate::log::log;

/// How often all validations are gone through for those without a job.
const EVERY: SignedDuration = SignedDuration::from_mins(5);
/// How long the pause is between two steps on the way through them, so that many pending ones take no more of the machine.
const BETWEEN_STEPS: Duration = Duration::from_millis(250);

/// Ends what is over and resumes what was lost, until `stop`.
pub async fn resume_validations(instance: Instance, stop: CancellationToken) {
    loop {
        let wake_at = match once(&instance, &stop).await {
            Ok(wake_at) => wake_at,
            Err(error) => {
                log("validations could not be looked after", &error);
                instance.clock.now() + EVERY
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = instance.clock.wait_until(wake_at) => {}
        }
    }
}

/// Goes through all of them once. Says when to do so again.
async fn once(instance: &Instance, stop: &CancellationToken) -> Result<Timestamp, Error> {
    let mut after = None;
    loop {
        end_over(instance, stop).await?;
        let (lost, next) = list_unattended_validations(instance, after).await?;
        for validation in lost {
            if stop.is_cancelled() {
                return Ok(instance.clock.now());
            }
            resume_validation(instance, validation).await?;
        }
        if next.is_none() {
            break;
        }
        after = next;
        tokio::select! {
            () = stop.cancelled() => return Ok(instance.clock.now()),
            () = tokio::time::sleep(BETWEEN_STEPS) => {}
        }
    }
    let (_, next_end) = list_ended_validations(instance).await?;
    let soon = instance.clock.now() + EVERY;
    Ok(next_end.map_or(soon, |next| soon.min(next)))
}

/// Ends those whose time is over. Each is put off or gone afterwards, so this comes to an end.
async fn end_over(instance: &Instance, stop: &CancellationToken) -> Result<(), Error> {
    loop {
        let (over, _): (Vec<Validation>, _) = list_ended_validations(instance).await?;
        if over.is_empty() {
            return Ok(());
        }
        for validation in over {
            if stop.is_cancelled() {
                return Ok(());
            }
            resume_validation(instance, validation).await?;
        }
    }
}
