//! The stream under a connection to a target: it notes that bytes moved, and holds the connection's place.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::OwnedSemaphorePermit;

/// Whether bytes have moved since it was last looked at. Clones look at the same stream.
#[derive(Debug, Clone, Default)]
pub(crate) struct Moved(Arc<AtomicBool>);

impl Moved {
    /// Whether bytes have moved since the last call.
    pub(crate) fn take(&self) -> bool {
        // Looked at before it is written: most calls find nothing.
        self.0.load(Ordering::Relaxed) && self.0.swap(false, Ordering::Relaxed)
    }

    fn note(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// A stream to a target. Its place among the target's connections is free again once it is dropped.
pub(crate) struct TargetStream<S> {
    stream: S,
    moved: Moved,
    _place: OwnedSemaphorePermit,
}

impl<S> TargetStream<S> {
    /// Around `stream`, which takes `place`.
    pub(crate) fn new(stream: S, place: OwnedSemaphorePermit) -> TargetStream<S> {
        TargetStream { stream, moved: Moved::default(), _place: place }
    }

    /// Tells whether bytes move, also once the stream is owned by a connection.
    pub(crate) fn moved(&self) -> Moved {
        self.moved.clone()
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for TargetStream<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let before = buffer.filled().len();
        let polled = Pin::new(&mut this.stream).poll_read(context, buffer);
        if buffer.filled().len() > before {
            this.moved.note();
        }
        polled
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for TargetStream<S> {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let polled = Pin::new(&mut this.stream).poll_write(context, bytes);
        if matches!(polled, Poll::Ready(Ok(1..))) {
            this.moved.note();
        }
        polled
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(context)
    }
}
