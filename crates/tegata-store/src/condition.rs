//! Whether the store takes changes: what `/health` asks, and what the log says once instead of with each request.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use parking_lot::Mutex;

use crate::StoreError;

/// How often the log repeats that the store still fails.
const REPEAT_AFTER: Duration = Duration::from_secs(60);

/// What the last transactions met.
#[derive(Debug, Default)]
pub(crate) struct Condition {
    state: Mutex<State>,
    /// Counts commits that added to the change log.
    changes: AtomicU64,
}

#[derive(Debug, Default)]
struct State {
    /// When a change was last kept.
    written: Option<Instant>,
    failing: Option<Failing>,
}

#[derive(Debug)]
struct Failing {
    since: Instant,
    logged: Instant,
    /// Transactions that failed.
    count: u64,
}

impl Condition {
    /// A commit added to the change log. Said after the commit, and before its callers are answered.
    pub(crate) fn change_logged(&self) {
        self.changes.fetch_add(1, Ordering::Release);
    }

    /// Grows with each [`Condition::change_logged`].
    pub(crate) fn changes_logged(&self) -> u64 {
        self.changes.load(Ordering::Acquire)
    }

    /// A change was kept.
    pub(crate) fn written(&self) {
        let mut state = self.state.lock();
        state.written = Some(Instant::now());
        let Some(failing) = state.failing.take() else { return };
        drop(state);
        let seconds = failing.since.elapsed().as_secs();
        tracing::warn!(seconds, failed = failing.count, "the store takes changes again");
    }

    /// A transaction failed. Counts when the whole store is concerned: it is full, away, or refuses changes.
    pub(crate) fn failed(&self, error: &StoreError) {
        if !error.is_of_the_whole_store() {
            return;
        }
        let now = Instant::now();
        let mut state = self.state.lock();
        let Some(failing) = &mut state.failing else {
            state.failing = Some(Failing { since: now, logged: now, count: 1 });
            drop(state);
            tracing::error!(%error, "the store failed; requests are answered with 503 until it works again");
            return;
        };
        failing.count += 1;
        if now.duration_since(failing.logged) < REPEAT_AFTER {
            return;
        }
        failing.logged = now;
        let (seconds, failed) = (now.duration_since(failing.since).as_secs(), failing.count);
        drop(state);
        tracing::error!(%error, seconds, failed, "the store still fails");
    }

    /// Whether a change was kept within this time, and nothing has failed since.
    pub(crate) fn has_written_within(&self, time: Duration) -> bool {
        let state = self.state.lock();
        state.failing.is_none() && state.written.is_some_and(|at| at.elapsed() < time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_counts_until_a_change_is_kept() {
        let (condition, long) = (Condition::default(), Duration::from_secs(3600));
        assert!(!condition.has_written_within(long), "nothing is known yet");
        condition.written();
        assert!(condition.has_written_within(long));
        condition.failed(&StoreError::busy("another transaction"));
        assert!(condition.has_written_within(long), "a conflict is between two transactions");
        condition.failed(&StoreError::unreachable("gone"));
        assert!(!condition.has_written_within(long));
        condition.written();
        assert!(condition.has_written_within(long));
    }
}
