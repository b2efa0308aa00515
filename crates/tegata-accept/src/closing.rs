//! Telling the connections of a listener that it closes.

use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tokio_util::sync::CancellationToken;

/// How long connections may finish what they have once their listener is closed.
pub const DRAIN_WITHIN: Duration = Duration::from_secs(10);

/// Whether a listener closes. Cheap to clone; all clones are the same.
#[derive(Debug, Clone, Default)]
pub struct Closing {
    token: CancellationToken,
    /// The same as `token`, without the lock that every connection would take at every step.
    began: Arc<AtomicBool>,
}

impl Closing {
    /// Begins to close.
    pub fn begin(&self) {
        self.began.store(true, Ordering::Release);
        self.token.cancel();
    }

    /// Resolves once it closes.
    pub async fn begun(&self) {
        self.token.cancelled().await;
    }

    /// Drives a connection to its end. Once the listener closes `finish` is called, which must make the connection
    /// end with what it has; `None` when it has not within [`DRAIN_WITHIN`].
    pub(crate) async fn drive<C, T>(
        &self,
        mut connection: Pin<&mut C>,
        mut poll: impl FnMut(Pin<&mut C>, &mut Context<'_>) -> Poll<T>,
        finish: impl FnOnce(Pin<&mut C>),
    ) -> Option<T> {
        let mut closing = pin!(self.token.cancelled());
        let mut registered: Option<Waker> = None;
        let ended = std::future::poll_fn(|context| {
            if let Poll::Ready(ended) = poll(connection.as_mut(), context) {
                return Poll::Ready(Some(ended));
            }
            // A task's waker stays the same, so that one look is enough to be woken.
            if !registered.as_ref().is_some_and(|waker| waker.will_wake(context.waker())) {
                registered = Some(context.waker().clone());
                if closing.as_mut().poll(context).is_ready() {
                    return Poll::Ready(None);
                }
            }
            if self.began.load(Ordering::Acquire) { Poll::Ready(None) } else { Poll::Pending }
        });
        if let Some(ended) = ended.await {
            return Some(ended);
        }
        finish(connection.as_mut());
        let rest = std::future::poll_fn(|context| poll(connection.as_mut(), context));
        tokio::time::timeout(DRAIN_WITHIN, rest).await.ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_connection_that_does_not_end_is_given_up() {
        let closing = Closing::default();
        let mut finished = 0;
        let connection = pin!(());
        let driven = closing.drive(connection, |_, _| Poll::<()>::Pending, |_| finished += 1);
        let begin = async {
            tokio::task::yield_now().await;
            closing.begin();
        };
        let (ended, ()) = tokio::join!(driven, begin);
        assert_eq!((ended, finished), (None, 1));
    }

    #[tokio::test]
    async fn one_that_ends_by_itself_is_not_finished() {
        let closing = Closing::default();
        let connection = pin!(());
        let ended = closing.drive(connection, |_, _| Poll::Ready(7), |_| panic!("not asked to"));
        assert_eq!(ended.await, Some(7));
    }
}
