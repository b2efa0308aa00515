//! The stream under a connection to a target: it records that bytes moved, holds the connection's place, and keeps the
//! answer readable of a target that has stopped reading.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::OwnedSemaphorePermit;

/// The most that is read of a stream while an answer's head is awaited: more than the head may take, with the piece of the
/// body that comes along. Informational answers (RFC 9110 §15.2) are skipped, so that a target could send them without end,
/// and hyper reads as long as there is something.
const READ_BEFORE_HEAD_MAX: usize = 256 * 1024;

/// Whether bytes have moved since the last look, and how many may be read. Clones share one stream.
#[derive(Debug, Clone, Default)]
pub(crate) struct Traffic(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    moved: AtomicBool,
    /// How many bytes were read since a head is awaited; `READ_BEFORE_HEAD_MAX` is the most.
    read: AtomicUsize,
    awaits_head: AtomicBool,
}

impl Traffic {
    /// Whether bytes have moved since the last call.
    pub(crate) fn take(&self) -> bool {
        // Looked at before it is written: most calls find nothing.
        self.0.moved.load(Ordering::Relaxed) && self.0.moved.swap(false, Ordering::Relaxed)
    }

    /// Says whether an answer's head is awaited from now on.
    pub(super) fn await_head(&self, awaits: bool) {
        self.0.read.store(0, Ordering::Relaxed);
        self.0.awaits_head.store(awaits, Ordering::Relaxed);
    }

    /// Whether more was read than an answer's head may take.
    fn is_endless(&self) -> bool {
        self.0.awaits_head.load(Ordering::Relaxed)
            && self.0.read.load(Ordering::Relaxed) > READ_BEFORE_HEAD_MAX
    }

    /// Records that bytes have moved.
    pub(super) fn note(&self) {
        self.0.moved.store(true, Ordering::Relaxed);
    }

    fn note_read(&self, count: usize) {
        // The stream is read by one task at a time.
        let read = self.0.read.load(Ordering::Relaxed);
        self.0.read.store(read.saturating_add(count), Ordering::Relaxed);
        self.note();
    }
}

/// A stream to a target. Its place among the target's connections is free again once it is dropped.
pub(crate) struct TargetStream<S> {
    stream: S,
    traffic: Traffic,
    /// Whether the target has stopped reading.
    is_write_closed: bool,
    _place: OwnedSemaphorePermit,
}

impl<S> TargetStream<S> {
    /// Around `stream`, which takes `place`.
    pub(crate) fn new(stream: S, place: OwnedSemaphorePermit) -> TargetStream<S> {
        TargetStream { stream, traffic: Traffic::default(), is_write_closed: false, _place: place }
    }

    /// The stream under it.
    pub(crate) fn get_ref(&self) -> &S {
        &self.stream
    }

    /// Shows whether bytes move, also once the stream is owned by a connection.
    pub(crate) fn traffic(&self) -> Traffic {
        self.traffic.clone()
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for TargetStream<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if this.traffic.is_endless() {
            let error = "the target sends informational answers without end";
            return Poll::Ready(Err(io::Error::new(io::ErrorKind::InvalidData, error)));
        }
        let before = buffer.filled().len();
        let polled = Pin::new(&mut this.stream).poll_read(context, buffer);
        let count = buffer.filled().len() - before;
        if count > 0 {
            this.traffic.note_read(count);
        }
        polled
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for TargetStream<S> {
    /// Once the target has stopped reading, what is written is dropped without an error. It may have answered before it
    /// closed (413 to a long upload, say), and that answer can still be read (RFC 9112 §9.3: a client that sees an early
    /// answer stops sending). If it has not, reading tells that the connection is broken.
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        if this.is_write_closed {
            return Poll::Ready(Ok(bytes.len()));
        }
        match Pin::new(&mut this.stream).poll_write(context, bytes) {
            Poll::Ready(Err(error)) if has_stopped_reading(&error) => {
                this.is_write_closed = true;
                Poll::Ready(Ok(bytes.len()))
            }
            Poll::Ready(Ok(written)) => {
                if written > 0 {
                    this.traffic.note();
                }
                Poll::Ready(Ok(written))
            }
            other => other,
        }
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(context)
    }
}

fn has_stopped_reading(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted
    )
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::{TcpListener, TcpStream};
    use tokio::sync::Semaphore;

    use super::*;

    #[tokio::test]
    async fn what_a_target_said_before_it_closed_is_read_after_writing_failed() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let stream =
            TcpStream::connect(listener.local_addr().expect("an address")).await.expect("a connection");
        let place = Arc::new(Semaphore::new(1)).try_acquire_owned().expect("a place");
        let mut ours = TargetStream::new(stream, place);
        let (mut theirs, _) = listener.accept().await.expect("a connection");
        ours.write_all(b"unread").await.expect("written");
        theirs.readable().await.expect("the bytes arrive");
        theirs.write_all(b"413").await.expect("written");
        // Closed with bytes unread: the kernel resets the connection.
        drop(theirs);
        while !ours.is_write_closed {
            ours.write_all(b"more").await.expect("dropped without an error");
        }
        let mut said = [0; 3];
        ours.read_exact(&mut said).await.expect("its answer");
        assert_eq!(&said, b"413");
        let end = ours.read(&mut said).await;
        assert!(matches!(end, Ok(0) | Err(_)), "{end:?}");
    }
}
