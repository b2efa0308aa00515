//! Streams of an HTTP/2 connection inside the connection's own task.
//!
//! Answers that are ready together then go out together, in one record and one write; and nothing of a connection is
//! left behind when it ends.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_util::stream::{FuturesUnordered, StreamExt};
use hyper::rt::Executor;
use parking_lot::Mutex;

type Stream = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Takes streams in until they are driven.
#[derive(Clone, Default)]
pub(crate) struct InTask(Arc<Mutex<Vec<Stream>>>);

impl<F: Future<Output = ()> + Send + 'static> Executor<F> for InTask {
    fn execute(&self, stream: F) {
        self.0.lock().push(Box::pin(stream));
    }
}

/// The streams that are being driven.
#[derive(Default)]
pub(crate) struct Streams {
    driven: FuturesUnordered<Stream>,
    had_request: bool,
}

impl Streams {
    /// Whether no stream is being driven.
    pub(crate) fn is_empty(&self) -> bool {
        self.driven.is_empty()
    }

    /// Whether there was a request since the last call.
    pub(crate) fn take_had_request(&mut self) -> bool {
        std::mem::take(&mut self.had_request)
    }

    /// Polls a connection, and what it has given to `executor`.
    pub(crate) fn poll_with<T>(
        &mut self,
        executor: &InTask,
        context: &mut Context<'_>,
        connection: impl FnOnce(&mut Context<'_>) -> Poll<T>,
    ) -> Poll<T> {
        // Answers first, so that the connection sends all of them at once; then the new requests that it has read.
        self.drive(context);
        if let Poll::Ready(ended) = connection(context) {
            return Poll::Ready(ended);
        }
        let mut new = executor.0.lock();
        if !new.is_empty() {
            self.had_request = true;
            self.driven.extend(new.drain(..));
            drop(new);
            self.drive(context);
        }
        Poll::Pending
    }

    fn drive(&mut self, context: &mut Context<'_>) {
        while let Poll::Ready(Some(())) = self.driven.poll_next_unpin(context) {}
    }
}
