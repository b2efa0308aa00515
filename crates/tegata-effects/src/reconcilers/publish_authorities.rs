//! Keeping the authority's public files up to date.

use std::sync::Arc;

use arc_swap::ArcSwap;
use jiff::SignedDuration;
use tegata_operations::Worker;
use tegata_operations::authority::{Authorities, AuthorityFiles, publish};
use tokio_util::sync::CancellationToken;

use crate::reconcile::{Failure, Next, Reconcile, reconcile};

/// How soon it is tried again when it failed.
const AGAIN_IN: SignedDuration = SignedDuration::from_secs(30);

/// Publishes the authority's files in `files`, and signs revocation lists anew before they age, until `stop`.
pub async fn publish_authorities(
    worker: Worker,
    authorities: Arc<Authorities>,
    files: Arc<ArcSwap<AuthorityFiles>>,
    stop: CancellationToken,
) {
    let reloads = authorities.reloads();
    let mut publishing = Publishing { worker: worker.clone(), authorities, files };
    reconcile(&worker, &mut publishing, Some(reloads), &stop).await;
}

struct Publishing {
    worker: Worker,
    authorities: Arc<Authorities>,
    files: Arc<ArcSwap<AuthorityFiles>>,
}

impl Reconcile for Publishing {
    const NAME: &'static str = "publish_authorities";
    const FAILED: &'static str = "the authority's files could not be published";
    const RETRY: Next = Next::After(AGAIN_IN);

    async fn pass(&mut self, _: &CancellationToken) -> Result<Next, Failure> {
        let published = publish(&self.worker, &self.authorities).await?;
        let due = published.due();
        self.files.store(Arc::new(published));
        Ok(Next::At(due))
    }
}
