//! Waiting a moment for an effect of one's own.

use std::time::Duration;

use jiff::SignedDuration;

use crate::{Error, Instance};

/// How old a thing may be for a question about it to wait. Clients that wait for a change (AWS's waiters) ask at once and
/// then only every 10 to 60 seconds, while what they wait for is done here within milliseconds.
pub(crate) const NEW_FOR: SignedDuration = SignedDuration::from_secs(2);
/// A question that waits looks again after a commit, and not more often than this.
const LOOK_AT_MOST_EVERY: Duration = Duration::from_millis(10);
/// How often it looks for what other nodes do: no commit of this process says so.
const LOOK_FOR_OTHERS_EVERY: Duration = Duration::from_millis(200);

/// Looks until nothing more is about to happen, as long as [`Instance::describe_wait`] allows. `look` gives what it found, and
/// whether that is about to change.
///
/// # Errors
/// Those of `look`.
pub(crate) async fn look_until_done<T, Look>(instance: &Instance, look: impl Fn() -> Look) -> Result<T, Error>
where
    Look: Future<Output = Result<(T, bool), Error>>,
{
    let (mut commits, mut served) = (instance.commits(), instance.node.changes());
    let until = instance.clock.instant() + instance.describe_wait;
    loop {
        commits.mark_unchanged();
        served.mark();
        let (found, soon_more) = look().await?;
        let look_again_at = instance.clock.instant() + LOOK_AT_MOST_EVERY;
        if !soon_more || until < look_again_at {
            return Ok(found);
        }
        // Whether something happened or the time is over: look once more.
        tokio::select! {
            _ = commits.changed() => {}
            () = served.next() => {}
            () = others_may_have_moved(instance) => {}
            () = tokio::time::sleep_until(until) => {}
        }
        tokio::time::sleep_until(look_again_at).await;
    }
}

async fn others_may_have_moved(instance: &Instance) {
    match instance.is_shared() {
        true => tokio::time::sleep(LOOK_FOR_OTHERS_EVERY).await,
        false => std::future::pending().await,
    }
}
