//! Keeping the authority's public files up to date.

use std::sync::Arc;

use arc_swap::ArcSwap;
use jiff::SignedDuration;
use tegata_operations::Instance;
use tegata_operations::authority::{Authorities, AuthorityFiles, publish};
use tokio_util::sync::CancellationToken;

use crate::log::log;

/// How soon it is tried again when it failed.
const AGAIN_IN: SignedDuration = SignedDuration::from_secs(30);

/// Publishes the authority's files in `files`, and signs revocation lists anew before they age, until `stop`.
pub async fn publish_authorities(
    instance: Instance,
    authorities: Arc<Authorities>,
    files: Arc<ArcSwap<AuthorityFiles>>,
    stop: CancellationToken,
) {
    let mut reloads = authorities.reloads();
    loop {
        reloads.mark_unchanged();
        let due = match publish(&instance, &authorities).await {
            Ok(published) => {
                let due = published.due();
                files.store(Arc::new(published));
                due
            }
            Err(error) => {
                log("the authority's files could not be published", &error);
                instance.clock.now() + AGAIN_IN
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = instance.clock.wait_until(due) => {}
            // The authorities hold the sender.
            _ = reloads.changed() => {}
        }
    }
}
