//! A waker that stays valid while a connection moves between tasks.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use futures_util::task::AtomicWaker;

const POLLING: u8 = 1;
const WOKEN: u8 = 2;
/// How often a poll that wakes itself is repeated before other tasks run.
const REPEATS_MAX: u32 = 4;

/// A waker that stays the same while what is polled with it moves from task to task.
///
/// A poll may wake itself, as the channels between a connection and its body do. It is then repeated at once, instead of
/// going through the scheduler.
pub(crate) struct StableWaker {
    shared: Arc<Shared>,
    waker: Waker,
}

struct Shared {
    task: AtomicWaker,
    state: AtomicU8,
}

impl Wake for Shared {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        // During a poll, the poller sees the mark afterwards.
        if self.state.fetch_or(WOKEN, Ordering::AcqRel) & POLLING == 0 {
            self.task.wake();
        }
    }
}

impl StableWaker {
    pub(crate) fn new() -> StableWaker {
        let shared = Arc::new(Shared { task: AtomicWaker::new(), state: AtomicU8::new(0) });
        StableWaker { waker: Waker::from(Arc::clone(&shared)), shared }
    }

    /// Wakes whichever task polled last.
    pub(crate) fn waker(&self) -> &Waker {
        &self.waker
    }

    /// Polls until the poll no longer wakes itself; later wakes go to the task of `context`.
    pub(crate) fn poll<T>(
        &self,
        context: &Context<'_>,
        mut poll: impl FnMut(&mut Context<'_>) -> Poll<T>,
    ) -> Poll<T> {
        self.shared.task.register(context.waker());
        for _ in 0..REPEATS_MAX {
            self.shared.state.swap(POLLING, Ordering::AcqRel);
            let polled = poll(&mut Context::from_waker(&self.waker));
            let woken = self.shared.state.swap(0, Ordering::AcqRel) & WOKEN != 0;
            if polled.is_ready() || !woken {
                return polled;
            }
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_wakes_itself_is_polled_again_at_once() {
        let stable = StableWaker::new();
        let mut polls = 0;
        let polled = stable.poll(&Context::from_waker(Waker::noop()), |context| {
            polls += 1;
            context.waker().wake_by_ref();
            if polls == 3 { Poll::Ready(()) } else { Poll::Pending }
        });
        assert!(polled.is_ready());
        assert_eq!(polls, 3);
    }

    #[test]
    fn what_wakes_itself_without_end_gives_way() {
        let stable = StableWaker::new();
        let mut polls = 0;
        let polled: Poll<()> = stable.poll(&Context::from_waker(Waker::noop()), |context| {
            polls += 1;
            context.waker().wake_by_ref();
            Poll::Pending
        });
        assert!(polled.is_pending());
        assert_eq!(polls, REPEATS_MAX);
    }

    #[tokio::test]
    async fn a_wake_from_elsewhere_reaches_the_task() {
        let stable = StableWaker::new();
        let (sender, mut receiver) = tokio::sync::mpsc::channel(1);
        let receive = std::future::poll_fn(|context| stable.poll(context, |own| receiver.poll_recv(own)));
        let send = async {
            tokio::task::yield_now().await;
            sender.send(7).await
        };
        let (received, sent) = tokio::join!(receive, send);
        sent.expect("sent");
        assert_eq!(received, Some(7));
    }
}
