//! A client's connection: small writes are gathered, and one that stands still is given up.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Instant;

use crate::lazy_timer::LazyTimer;

/// How many bytes are gathered before they are written.
const GATHERED_MAX: usize = 32 * 1024;

/// A stream that gathers what is written until it is flushed, read from, or enough; and that fails once nothing
/// has moved for a while.
///
/// TLS libraries write each record of a flight apart; gathered, a flight is one packet and one system call.
pub(crate) struct ClientStream<S> {
    stream: S,
    gathered: Vec<u8>,
    written: usize,
    idle_for: Duration,
    idle: LazyTimer,
    /// Whether bytes have moved since the timer was set.
    moved: bool,
}

impl<S: AsyncRead + AsyncWrite + Unpin> ClientStream<S> {
    /// Around `stream`, which is given up after it stood still for `idle_for`, or twice that at most.
    pub(crate) fn new(stream: S, idle_for: Duration) -> ClientStream<S> {
        ClientStream {
            stream,
            gathered: Vec::new(),
            written: 0,
            idle_for,
            idle: LazyTimer::new(Instant::now() + idle_for),
            moved: false,
        }
    }

    /// Whether something can be read: bytes, the end, or a fault. If not, `context` is woken once it can.
    pub(crate) fn poll_readable(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>>
    where
        S: Readable,
    {
        match self.stream.poll_readable(context) {
            Poll::Ready(ready) => Poll::Ready(ready),
            Poll::Pending => self.poll_idle(context),
        }
    }

    /// Whether written bytes wait to go out: reading sends them.
    pub(crate) fn is_gathering(&self) -> bool {
        !self.gathered.is_empty()
    }

    fn poll_gathered(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while self.written < self.gathered.len() {
            match Pin::new(&mut self.stream).poll_write(context, &self.gathered[self.written..]) {
                Poll::Ready(Ok(0)) => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                Poll::Ready(Ok(count)) => {
                    self.written += count;
                    self.moved = true;
                }
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Pending => return self.poll_idle(context),
            }
        }
        self.gathered.clear();
        self.written = 0;
        Poll::Ready(Ok(()))
    }

    /// Fails once nothing has moved for long enough; else waits for it.
    fn poll_idle(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let ClientStream { idle, idle_for, moved, .. } = self;
        let next = || std::mem::take(moved).then(|| Instant::now() + *idle_for);
        idle.poll(context, next).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

/// What can tell without reading whether it could.
pub(crate) trait Readable {
    /// See [`ClientStream::poll_readable`].
    fn poll_readable(&self, context: &mut Context<'_>) -> Poll<io::Result<()>>;
}

impl Readable for TcpStream {
    fn poll_readable(&self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.poll_read_ready(context)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for ClientStream<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        // Whoever reads now waits for an answer to what was written.
        if !this.gathered.is_empty()
            && let Poll::Ready(Err(error)) = this.poll_gathered(context)
        {
            return Poll::Ready(Err(error));
        }
        match Pin::new(&mut this.stream).poll_read(context, buffer) {
            Poll::Ready(done) => {
                this.moved = true;
                Poll::Ready(done)
            }
            Poll::Pending => this.poll_idle(context),
        }
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for ClientStream<S> {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        if this.gathered.len() + bytes.len() > GATHERED_MAX {
            ready!(this.poll_gathered(context))?;
        }
        let count = bytes.len().min(GATHERED_MAX);
        this.gathered.extend_from_slice(&bytes[..count]);
        Poll::Ready(Ok(count))
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        ready!(this.poll_gathered(context))?;
        Pin::new(&mut this.stream).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        ready!(this.poll_gathered(context))?;
        Pin::new(&mut this.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    #[tokio::test]
    async fn what_is_written_goes_out_before_the_next_read() {
        let (near, mut far) = tokio::io::duplex(1024);
        let mut stream = ClientStream::new(near, Duration::from_secs(60));
        stream.write_all(b"one ").await.expect("gathered");
        stream.write_all(b"two").await.expect("gathered");
        let mut byte = [0];
        let answer = async {
            let mut both = [0; 7];
            far.read_exact(&mut both).await.expect("both");
            assert_eq!(&both, b"one two");
            far.write_all(b"!").await.expect("answered");
        };
        let (read, ()) = tokio::join!(stream.read_exact(&mut byte), answer);
        read.expect("an answer");
        assert_eq!(byte, *b"!");
    }

    #[tokio::test(start_paused = true)]
    async fn a_stream_that_stands_still_is_given_up() {
        let (near, _far) = tokio::io::duplex(1024);
        let mut stream = ClientStream::new(near, Duration::from_secs(60));
        let error = stream.read_u8().await.expect_err("nothing comes");
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }
}
