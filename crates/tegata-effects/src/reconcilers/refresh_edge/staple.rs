//! Giving the edge the OCSP answers that go along with certificates, before they are old.

use std::sync::Arc;
use std::time::Duration;

use tegata_edge::{CertificateKey, Edge};
use tegata_model::change::Change;
use tegata_operations::certificate::revocation::{RevocationAnswers, staple};
use tegata_operations::{Error, Worker};
use tokio_util::sync::CancellationToken;

use super::translate;
use crate::follow::{Follower, Snapshot};
use crate::reconcile::{Failure, Next, Reconcile};

/// How often it is looked for revocations by other nodes, and for answers that are old.
const POLL: Duration = Duration::from_secs(1);
/// How many answers are signed in one pass: a client that asks for all names makes others wait no longer.
const STEP: usize = 50;

/// The answers of one edge.
pub(super) struct Stapling {
    following: Follower<Revoked>,
    answers: Arc<RevocationAnswers>,
    edge: Edge,
}

impl Stapling {
    pub(super) fn new(worker: Worker, answers: Arc<RevocationAnswers>, edge: Edge) -> Stapling {
        let revoked = Revoked { answers: Arc::clone(&answers), edge: edge.clone() };
        Stapling { following: Follower::new(worker, revoked), answers, edge }
    }

    async fn refresh(&self, key: CertificateKey) -> Result<(), Error> {
        let worker = self.following.worker();
        let found = staple(worker, &self.answers, translate::certificate_id(key)).await?;
        if let Some(found) = found {
            self.edge.put_staple(key, translate::staple(found));
        }
        Ok(())
    }
}

impl Reconcile for Stapling {
    const NAME: &'static str = "staple_ocsp";
    const FAILED: &'static str = "OCSP answers could not be given to the edge";
    const RETRY: Next = Next::Poll(POLL);

    async fn pass(&mut self, stop: &CancellationToken) -> Result<Next, Failure> {
        self.following.catch_up().await?;
        let due = self.edge.staples_due();
        for key in due.iter().take(STEP) {
            if stop.is_cancelled() {
                break;
            }
            self.refresh(*key).await?;
        }
        Ok(Next::Poll(if due.len() > STEP { Duration::from_millis(50) } else { POLL }))
    }
}

/// Drops what was said of certificates that were revoked since.
struct Revoked {
    answers: Arc<RevocationAnswers>,
    edge: Edge,
}

impl Snapshot for Revoked {
    /// The edge is new and has no answers.
    async fn read_all(&mut self) -> Result<(), Error> {
        Ok(())
    }

    async fn take_up(&mut self, changes: &[Change]) -> Result<(), Error> {
        for change in changes {
            if let Change::Revocation(serial) = change {
                // Its own follower may come later, and an answer of before be taken from there.
                self.answers.forget(*serial);
                self.edge.drop_staples(serial.octets());
            }
        }
        Ok(())
    }
}
