//! Waiting a moment for an effect of one's own.

use std::time::Duration;

use jiff::SignedDuration;

use crate::{Error, Instance};

/// How old a thing may be for a question about it to wait. Clients that wait for a change (AWS's waiters) ask at once and
/// then only every 10 to 60 seconds, while what they wait for is done here within milliseconds.
pub(crate) const NEW_FOR: SignedDuration = SignedDuration::from_secs(2);
/// A question that waits looks again after a commit, and not more often than this.
const LOOK_AT_MOST_EVERY: Duration = Duration::from_millis(10);

/// Looks until nothing more is about to happen, as long as [`Instance::describe_wait`] allows. `look` gives what it found, and
/// whether that is about to change.
///
/// # Errors
/// Those of `look`.
pub(crate) async fn look_until_done<T, Look>(instance: &Instance, look: impl Fn() -> Look) -> Result<T, Error>
where
    Look: Future<Output = Result<(T, bool), Error>>,
{
    let mut commits = instance.commits();
    let until = instance.clock.instant() + instance.describe_wait;
    loop {
        commits.mark_unchanged();
        let (found, soon_more) = look().await?;
        let look_again_at = instance.clock.instant() + LOOK_AT_MOST_EVERY;
        if !soon_more || until < look_again_at {
            return Ok(found);
        }
        // Whether it was committed here or the time is over: look once more.
        let _ = tokio::time::timeout_at(until, commits.changed()).await;
        tokio::time::sleep_until(look_again_at).await;
    }
}
