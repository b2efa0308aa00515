//! Saying in the log what failed, without saying the same each second.

use std::fmt::Display;
use std::num::NonZeroUsize;
use std::sync::LazyLock;
use std::time::Duration;

use lru::LruCache;
use parking_lot::Mutex;
use tegata_operations::Error;
use tokio::time::Instant;

/// How often one and the same failure is said at most.
const SAID_EVERY: Duration = Duration::from_secs(60);
/// How many different failures are remembered.
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(256).expect("not zero");

/// All parts of the process write into one log, so what was said is known to all of them.
static SAID: LazyLock<Mutex<Said>> = LazyLock::new(|| Mutex::new(Said(LruCache::new(REMEMBERED))));

struct Said(LruCache<String, (Instant, u64)>);

/// Says what failed. The same again within a minute is counted, and the count said with the next line.
/// What the store has said in the log already is not said again.
pub(crate) fn log(what: &'static str, error: &Error) {
    if error.is_logged_by_the_store() {
        return tracing::debug!(error = %error.for_log(), "{what}");
    }
    log_cause(what, error.for_log());
}

/// Says what failed and why, as [`log`] does.
pub(crate) fn log_cause(what: &'static str, error: impl Display) {
    let failure = format!("{what}: {error}");
    match SAID.lock().say(failure, Instant::now()) {
        None => {}
        Some(0) => tracing::error!(%error, "{what}"),
        Some(repeated) => tracing::error!(%error, repeated, "{what}"),
    }
}

impl Said {
    /// How often it was kept back since it was last said, if it is to be said now.
    fn say(&mut self, failure: String, now: Instant) -> Option<u64> {
        let Some((said_at, kept_back)) = self.0.get_mut(&failure) else {
            self.0.put(failure, (now, 0));
            return Some(0);
        };
        if now.saturating_duration_since(*said_at) < SAID_EVERY {
            *kept_back += 1;
            return None;
        }
        *said_at = now;
        Some(std::mem::take(kept_back))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_failure_is_said_once_a_minute() {
        let (mut said, begun) = (Said(LruCache::new(REMEMBERED)), Instant::now());
        let at = |seconds| begun + Duration::from_secs(seconds);
        let mut say = |failure: &str, seconds| said.say(failure.to_owned(), at(seconds));
        assert_eq!(say("no store", 0), Some(0));
        assert_eq!(say("no store", 1), None);
        assert_eq!(say("no relay", 1), Some(0));
        assert_eq!(say("no store", 2), None);
        assert_eq!(say("no store", 60), Some(2));
        assert_eq!(say("no store", 61), None);
    }
}
