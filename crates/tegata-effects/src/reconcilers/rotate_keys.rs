//! Replacing the keys that all edges share in time.

use jiff::{SignedDuration, Timestamp};
use tegata_model::rotating_key::KeyPurpose;
use tegata_operations::Worker;
use tegata_operations::instance::rotating_keys::rotate;
use tokio_util::sync::CancellationToken;

use crate::reconcile::{Failure, Next, Reconcile, reconcile};

/// How soon it is tried again after a failure.
const AGAIN: SignedDuration = SignedDuration::from_secs(30);

/// Makes keys before they are needed and deletes those that have ended, until `stop`.
pub async fn rotate_keys(worker: Worker, stop: CancellationToken) {
    let mut rotating = Rotating { worker: worker.clone() };
    reconcile(&worker, &mut rotating, None, &stop).await;
}

struct Rotating {
    worker: Worker,
}

impl Reconcile for Rotating {
    const NAME: &'static str = "rotate_keys";
    const FAILED: &'static str = "the keys of session tickets and stickiness cookies could not be replaced";
    const RETRY: Next = Next::After(AGAIN);

    async fn pass(&mut self, _: &CancellationToken) -> Result<Next, Failure> {
        let mut due = Timestamp::MAX;
        for purpose in KeyPurpose::ALL {
            due = due.min(rotate(&self.worker, purpose).await?);
        }
        Ok(Next::At(due))
    }
}
