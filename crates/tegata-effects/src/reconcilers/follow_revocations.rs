//! Drops cached OCSP answers when a certificate is revoked.

use std::sync::Arc;
use std::time::Duration;

use tegata_model::change::Change;
use tegata_operations::certificate::revocation::RevocationAnswers;
use tegata_operations::{Error, Worker};
use tokio_util::sync::CancellationToken;

use crate::follow::{Followed, Follower, Snapshot};
use crate::reconcile::reconcile;

/// Drops answers about what was revoked since they were signed, until `stop`.
pub async fn follow_revocations(worker: Worker, answers: Arc<RevocationAnswers>, stop: CancellationToken) {
    let mut following = Follower::new(worker.clone(), Answers(answers));
    reconcile(&worker, &mut following, Some(worker.commits()), &stop).await;
}

struct Answers(Arc<RevocationAnswers>);

impl Followed for Answers {
    const NAME: &'static str = "follow_revocations";
    const FAILED: &'static str = "revocations could not be followed";
    const POLL: Duration = Duration::from_secs(1);
}

impl Snapshot for Answers {
    /// What was signed before the first look may be about a certificate that was revoked since.
    async fn read_all(&mut self) -> Result<(), Error> {
        self.0.forget_all();
        Ok(())
    }

    async fn take_up(&mut self, changes: &[Change]) -> Result<(), Error> {
        for change in changes {
            if let Change::Revocation(serial) = change {
                self.0.forget(*serial);
            }
        }
        Ok(())
    }
}
