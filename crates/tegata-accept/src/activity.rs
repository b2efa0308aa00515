//! What a connection is doing: when bytes moved last, and whether a request is in progress.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::task::AtomicWaker;
use tokio::time::Instant;

/// The activity of one connection. Cheap to clone; all clones are the same.
#[derive(Debug, Clone)]
pub struct Activity(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    began: Instant,
    /// Milliseconds since `began` when bytes moved last, plus one; 0 before the first byte.
    moved: AtomicU64,
    in_progress: AtomicU32,
    is_closed: AtomicBool,
    is_gone: AtomicBool,
    task: AtomicWaker,
}

impl Activity {
    pub(crate) fn new() -> Activity {
        Activity(Arc::new(Shared {
            began: Instant::now(),
            moved: AtomicU64::new(0),
            in_progress: AtomicU32::new(0),
            is_closed: AtomicBool::new(false),
            is_gone: AtomicBool::new(false),
            task: AtomicWaker::new(),
        }))
    }

    /// Says that a request is in progress until what this returns is dropped.
    #[must_use]
    pub fn begin_request(&self) -> InProgress {
        self.0.in_progress.fetch_add(1, Ordering::Relaxed);
        InProgress(self.clone())
    }

    /// Says that a request in progress waits for its client to send, until what this returns is dropped: the
    /// connection may be closed to make room.
    #[must_use]
    pub fn wait_for_client(&self) -> Waiting {
        self.0.in_progress.fetch_sub(1, Ordering::Relaxed);
        Waiting(self.clone())
    }

    /// Whether a request is in progress.
    pub(crate) fn is_busy(&self) -> bool {
        self.0.in_progress.load(Ordering::Relaxed) > 0
    }

    /// Records that bytes have moved.
    pub fn record_moved(&self) {
        let since = u64::try_from(self.0.began.elapsed().as_millis()).unwrap_or(u64::MAX - 1);
        self.0.moved.store(since + 1, Ordering::Relaxed);
    }

    /// A number that changes when bytes move; 0 before the first byte.
    pub(crate) fn stamp(&self) -> u64 {
        self.0.moved.load(Ordering::Relaxed)
    }

    /// When bytes moved last; when the connection began before the first byte.
    #[must_use]
    pub fn moved_at(&self) -> Instant {
        self.0.began + Duration::from_millis(self.stamp().saturating_sub(1))
    }

    /// Closes the connection: its stream fails at its next step.
    pub(crate) fn close(&self) {
        self.0.is_closed.store(true, Ordering::Release);
        self.0.task.wake();
    }

    /// Ready once the connection was closed to make room.
    pub fn poll_closed(&self, context: &Context<'_>) -> Poll<()> {
        if self.0.is_closed.load(Ordering::Acquire) {
            return Poll::Ready(());
        }
        self.0.task.register(context.waker());
        if self.0.is_closed.load(Ordering::Acquire) { Poll::Ready(()) } else { Poll::Pending }
    }

    /// Records that the connection has ended.
    pub(crate) fn end(&self) {
        self.0.is_gone.store(true, Ordering::Release);
    }

    /// Whether the connection still needs its place.
    pub(crate) fn is_open(&self) -> bool {
        !self.0.is_gone.load(Ordering::Acquire) && !self.0.is_closed.load(Ordering::Acquire)
    }
}

/// A request in progress.
#[derive(Debug)]
pub struct InProgress(Activity);

impl Drop for InProgress {
    fn drop(&mut self) {
        self.0.0.in_progress.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A request in progress that waits for its client.
#[derive(Debug)]
pub struct Waiting(Activity);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.0.in_progress.fetch_add(1, Ordering::Relaxed);
    }
}
