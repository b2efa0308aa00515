//! Waiting for a group to grow, before it is committed.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

/// Where the writer waits until so many transactions wait. It is woken once for all of them: woken for each, it would cost
/// more than it saves.
#[derive(Debug, Default)]
pub(super) struct Gathering {
    /// How many it waits for; 0 while it does not.
    wanted: AtomicUsize,
    writer: OnceLock<Thread>,
}

impl Gathering {
    /// Returns once `count` says so many, or after this time.
    pub(super) fn wait(&self, within: Duration, wanted: usize, count: impl Fn() -> usize) {
        self.writer.get_or_init(thread::current);
        let until = Instant::now() + within;
        self.wanted.store(wanted, Ordering::SeqCst);
        while count() < wanted {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            thread::park_timeout(left);
        }
        self.wanted.store(0, Ordering::SeqCst);
    }

    /// Another transaction has come, and so many wait now.
    pub(super) fn came(&self, waiting: usize) {
        let wanted = self.wanted.load(Ordering::SeqCst);
        if wanted > 0
            && waiting >= wanted
            && let Some(writer) = self.writer.get()
        {
            writer.unpark();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn who_waits_for_several_is_woken_by_the_last() {
        let (gathering, waiting) = (Arc::new(Gathering::default()), Arc::new(AtomicUsize::new(0)));
        let long = Duration::from_secs(3600);
        let (gathers, count) = (Arc::clone(&gathering), Arc::clone(&waiting));
        let writer = thread::spawn(move || gathers.wait(long, 3, || count.load(Ordering::SeqCst)));
        for _ in 0..3 {
            gathering.came(waiting.fetch_add(1, Ordering::SeqCst) + 1);
        }
        writer.join().expect("it ends");
        gathering.wait(Duration::ZERO, 4, || 0);
        assert_eq!(gathering.wanted.load(Ordering::SeqCst), 0, "nothing is waited for any more");
    }
}
