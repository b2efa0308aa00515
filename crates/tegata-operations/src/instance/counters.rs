//! Counters: what this process has done since it started, for metrics and alerts.
//!
//! In memory only. Another node has counters of its own.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use parking_lot::Mutex;
use tegata_model::event::{Attention, EventKind};
use tokio::sync::{Notify, watch};

mod count_by_status;

pub use self::count_by_status::count_by_status;

/// Tells how many handshakes an edge has done, and how many have failed.
pub type CountHandshakes = Box<dyn Fn() -> Handshakes + Send + Sync>;

/// The handshakes of an edge.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Handshakes {
    /// Those that came to a connection.
    pub done: u64,
    /// Those that did not: refused by either side, broken off, or too slow.
    pub failed: u64,
}

/// How often a reconciling effect has run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Passes {
    /// Passes that ended well.
    pub done: u64,
    /// Passes that failed, and are tried again.
    pub failed: u64,
}

/// How many certificates there are of each status, as counted last.
pub type ByStatus = Arc<[(String, u64)]>;

/// What this process has done. Cheap to clone; all clones count together.
#[derive(Debug, Clone, Default)]
pub struct Counters(Arc<Counts>);

#[derive(Default)]
struct Counts {
    issued: AtomicU64,
    renewed: AtomicU64,
    events: Mutex<BTreeMap<EventKind, u64>>,
    passes: Mutex<BTreeMap<&'static str, Passes>>,
    handshakes: OnceLock<CountHandshakes>,
    by_status: watch::Sender<Option<ByStatus>>,
    wanted: Notify,
    under_old_keys: AtomicU64,
}

impl Counters {
    /// Counts a certificate that was issued for the first time.
    pub(crate) fn count_issued(&self) {
        self.0.issued.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a certificate that was renewed.
    pub(crate) fn count_renewed(&self) {
        self.0.renewed.fetch_add(1, Ordering::Relaxed);
    }

    /// How many certificates were issued for the first time.
    #[must_use]
    pub fn issued(&self) -> u64 {
        self.0.issued.load(Ordering::Relaxed)
    }

    /// How many certificates were renewed.
    #[must_use]
    pub fn renewed(&self) -> u64 {
        self.0.renewed.load(Ordering::Relaxed)
    }

    /// How many stored secrets are sealed under a key-encryption key that is not the newest, as counted last.
    #[must_use]
    pub fn under_old_keys(&self) -> u64 {
        self.0.under_old_keys.load(Ordering::Relaxed)
    }

    /// Keeps how many secrets are left under old key-encryption keys.
    pub(crate) fn set_under_old_keys(&self, count: u64) {
        self.0.under_old_keys.store(count, Ordering::Relaxed);
    }

    /// Counts an event of the log, whichever node it happened on.
    pub fn count_event(&self, kind: EventKind) {
        *self.0.events.lock().entry(kind).or_default() += 1;
    }

    /// How many events were seen since this process started, by kind. Those that alerts are about are there at zero.
    #[must_use]
    pub fn events(&self) -> BTreeMap<EventKind, u64> {
        let alerts = EventKind::ALL.iter().filter(|kind| kind.attention() == Attention::Alert);
        let mut all: BTreeMap<EventKind, u64> = alerts.map(|kind| (*kind, 0)).collect();
        all.extend(self.0.events.lock().iter());
        all
    }

    /// Counts a pass of a reconciling effect.
    pub fn count_pass(&self, effect: &'static str, is_done: bool) {
        let mut passes = self.0.passes.lock();
        let passes = passes.entry(effect).or_default();
        *(if is_done { &mut passes.done } else { &mut passes.failed }) += 1;
    }

    /// How often each reconciling effect has run since this process started, by name.
    #[must_use]
    pub fn passes(&self) -> BTreeMap<&'static str, Passes> {
        self.0.passes.lock().clone()
    }

    /// Says who counts handshakes; the first to say so is believed.
    pub fn ask_for_handshakes(&self, count: CountHandshakes) {
        let _ = self.0.handshakes.set(count);
    }

    /// The handshakes of this process's edge; `None` when it runs none.
    #[must_use]
    pub fn handshakes(&self) -> Option<Handshakes> {
        self.0.handshakes.get().map(|count| count())
    }

    /// How many certificates there are of each status. Has them counted, waits for that up to `within`, and tells what
    /// was counted last; `None` when nothing was yet.
    pub async fn by_status(&self, within: Duration) -> Option<ByStatus> {
        let mut counted = self.0.by_status.subscribe();
        self.0.wanted.notify_one();
        // Whether it was counted anew or not: the last count is the answer.
        let _ = tokio::time::timeout(within, counted.changed()).await;
        self.0.by_status.borrow().clone()
    }

    /// Keeps how many certificates there are of each status.
    fn set_by_status(&self, counted: ByStatus) {
        self.0.by_status.send_replace(Some(counted));
    }

    /// Resolves once somebody wants certificates counted.
    pub async fn wanted(&self) {
        self.0.wanted.notified().await;
    }
}

impl fmt::Debug for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Counts")
            .field("issued", &self.issued)
            .field("renewed", &self.renewed)
            .finish_non_exhaustive()
    }
}
