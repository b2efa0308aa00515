//! When an effect looks at the store again.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

/// How soon the store is looked at again while there is much to do: a burst of commits, or of jobs that end, costs
/// one look.
pub(crate) const LOOK_AT_MOST_EVERY: Duration = Duration::from_millis(5);

/// Resolves once something was committed, and not sooner than a moment after the last look.
pub(crate) async fn until_committed(commits: &mut watch::Receiver<u64>, looked_at: Instant) {
    if commits.changed().await.is_err() {
        std::future::pending::<()>().await;
    }
    tokio::time::sleep_until(looked_at + LOOK_AT_MOST_EVERY).await;
}
