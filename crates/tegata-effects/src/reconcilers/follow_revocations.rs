//! Drops cached OCSP answers when a certificate is revoked.

use std::sync::Arc;
use std::time::Duration;

use tegata_model::change::Change;
use tegata_operations::certificate::revocation::RevocationAnswers;
use tegata_operations::{Error, Worker};
use tokio_util::sync::CancellationToken;

use crate::follow::{Follower, Snapshot};
use crate::reconcile::{Failure, Next, Reconcile, reconcile};

/// How often the change log is read when this process has committed nothing: other nodes commit too.
const POLL: Duration = Duration::from_secs(1);

/// Drops answers about what was revoked since they were signed, until `stop`.
pub async fn follow_revocations(worker: Worker, answers: Arc<RevocationAnswers>, stop: CancellationToken) {
    let mut following = Following(Follower::new(worker.clone(), Answers(answers)));
    reconcile(&worker, &mut following, Some(worker.commits()), &stop).await;
}

struct Following(Follower<Answers>);

impl Reconcile for Following {
    const NAME: &'static str = "follow_revocations";
    const FAILED: &'static str = "revocations could not be followed";
    const RETRY: Next = Next::Poll(POLL);

    async fn pass(&mut self, _: &CancellationToken) -> Result<Next, Failure> {
        self.0.catch_up().await?;
        Ok(Next::Poll(POLL))
    }
}

struct Answers(Arc<RevocationAnswers>);

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
