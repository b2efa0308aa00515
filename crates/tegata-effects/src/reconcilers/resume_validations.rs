//! Finding validations that are over, and those whose job was lost.
//!
//! Jobs advance validations and end them. This looks after those for which no job does, whatever became of it.

use std::time::Duration;

use jiff::SignedDuration;
use tegata_operations::certificate::{
    list_ended_validations, list_unattended_validations, resume_validation,
};
use tegata_operations::{Error, Worker};
use tegata_store::certificates::validations::Validation;
use tokio_util::sync::CancellationToken;

use crate::reconcile::{Failure, Next, Reconcile, reconcile};

/// How often all validations are gone through for those without a job.
const EVERY: SignedDuration = SignedDuration::from_mins(5);
/// How long the pause is between two steps on the way through them, so that many pending ones take no more of the machine.
const BETWEEN_STEPS: Duration = Duration::from_millis(250);

/// Ends what is over and resumes what was lost, until `stop`.
pub async fn resume_validations(worker: Worker, stop: CancellationToken) {
    let mut resuming = Resuming { worker: worker.clone() };
    reconcile(&worker, &mut resuming, None, &stop).await;
}

struct Resuming {
    worker: Worker,
}

impl Reconcile for Resuming {
    const NAME: &'static str = "resume_validations";
    const FAILED: &'static str = "validations could not be resumed";
    const RETRY: Next = Next::After(EVERY);

    async fn pass(&mut self, stop: &CancellationToken) -> Result<Next, Failure> {
        let worker = &self.worker;
        let mut after = None;
        loop {
            end_over(worker, stop).await?;
            let (lost, next) = list_unattended_validations(worker, after).await?;
            for validation in lost {
                if stop.is_cancelled() {
                    return Ok(Next::After(EVERY));
                }
                resume_validation(worker, validation).await?;
            }
            if next.is_none() {
                break;
            }
            after = next;
            tokio::select! {
                () = stop.cancelled() => return Ok(Next::After(EVERY)),
                () = tokio::time::sleep(BETWEEN_STEPS) => {}
            }
        }
        let (_, next_end) = list_ended_validations(worker).await?;
        let soon = worker.clock.now() + EVERY;
        Ok(Next::At(next_end.map_or(soon, |next| soon.min(next))))
    }
}

/// Ends those whose time is over. Each is put off or gone afterwards, so this comes to an end.
async fn end_over(worker: &Worker, stop: &CancellationToken) -> Result<(), Error> {
    loop {
        let (over, _): (Vec<Validation>, _) = list_ended_validations(worker).await?;
        if over.is_empty() {
            return Ok(());
        }
        for validation in over {
            if stop.is_cancelled() {
                return Ok(());
            }
            resume_validation(worker, validation).await?;
        }
    }
}
