//! Says to the other nodes on the store that this one is there, and up to where it serves.

use std::time::Duration;

use tegata_model::node::LEASE;
use tegata_operations::Worker;
use tegata_operations::node::{announce, is_outdated, leave};
use tokio_util::sync::CancellationToken;

use crate::reconcile::{Failure, Next, Reconcile, reconcile};

/// How soon it is said again after a failure.
const AGAIN: Duration = Duration::from_secs(1);
/// How long the last word may take: the lease runs out by itself.
const LEAVE_WITHIN: Duration = Duration::from_secs(2);

/// Announces this node whenever it serves something new, and every third of its lease, until `stop`; then says that it is
/// gone. A node of which a newer release has upgraded the store stops its process. An embedded store has no other node that would read it.
pub async fn announce_node(worker: Worker, stop: CancellationToken) {
    if !worker.is_shared() {
        return;
    }
    let mut announcing = Announcing { worker: worker.clone() };
    reconcile(&worker, &mut announcing, Some(worker.node.news()), &stop).await;
    if !matches!(tokio::time::timeout(LEAVE_WITHIN, leave(&worker)).await, Ok(Ok(()))) {
        tracing::warn!(
            "the other nodes could not be told that this one stops; they notice when its lease ends"
        );
    }
}

struct Announcing {
    worker: Worker,
}

impl Reconcile for Announcing {
    const NAME: &'static str = "announce_node";
    const FAILED: &'static str = "this node could not be announced";
    const RETRY: Next = Next::Poll(AGAIN);

    async fn pass(&mut self, stop: &CancellationToken) -> Result<Next, Failure> {
        if is_outdated(&self.worker).await? {
            tracing::error!(
                "a newer release has upgraded the store; this node stops: start that release here too"
            );
            stop.cancel();
        }
        announce(&self.worker).await?;
        Ok(Next::Poll(LEASE.unsigned_abs() / 3))
    }
}
