//! A client's connection: small writes are gathered, and a connection that stands still is ended.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Instant;

use crate::activity::Activity;
use crate::lazy_timer::LazyTimer;
use crate::places::Place;

/// How many bytes are gathered before they are written.
const GATHERED_MAX: usize = 32 * 1024;
/// How long, and how many bytes, are read once the last answer is out: a socket that is closed with unread bytes resets
/// the connection, and the client loses the answer (RFC 9112 §9.6).
const LINGER_FOR: Duration = Duration::from_secs(5);
const LINGER_BYTES_MAX: usize = 8 * 1024 * 1024;

/// How long a connection may stand still.
#[derive(Debug, Clone, Copy)]
pub struct Deadlines {
    /// Before the client's first byte.
    pub first_byte: Duration,
    /// Without a byte either way while no request is in progress.
    pub idle: Duration,
    /// Without a byte either way while a request is in progress.
    pub in_progress: Duration,
    /// While the client takes nothing of what is to be written.
    pub write: Duration,
}

impl Deadlines {
    /// The same time for all.
    #[must_use]
    pub fn all(time: Duration) -> Deadlines {
        Deadlines { first_byte: time, idle: time, in_progress: time, write: time }
    }

    /// The timer is set for this long at most, since a connection goes from one state to another without it.
    fn shortest(&self) -> Duration {
        self.idle.min(self.in_progress).min(self.write)
    }
}

/// A stream that gathers what is written until it is flushed, read from, or enough; and that fails when it stands
/// still for too long or has to give way to another connection.
///
/// TLS libraries write each record of a flight apart; gathered, a flight is one packet and one system call.
pub struct ClientStream<S> {
    stream: S,
    place: Place,
    deadlines: Deadlines,
    /// Bytes that were read to look at, and are read again.
    unread: Vec<u8>,
    gathered: Vec<u8>,
    written: usize,
    /// Since when the client takes nothing of what was gathered.
    stuck_since: Option<Instant>,
    /// Whether what comes after the end is thrown away.
    lingers: bool,
    /// Until when, and how many bytes, are still read after the end.
    lingering: Option<(Instant, usize)>,
    timer: LazyTimer,
}

impl<S: AsyncRead + AsyncWrite + Unpin> ClientStream<S> {
    /// Around `stream`, which has this place.
    pub fn new(stream: S, place: Place, deadlines: Deadlines) -> ClientStream<S> {
        ClientStream {
            stream,
            place,
            deadlines,
            unread: Vec::new(),
            gathered: Vec::new(),
            written: 0,
            stuck_since: None,
            lingers: true,
            lingering: None,
            timer: LazyTimer::new(Instant::now() + deadlines.first_byte.min(deadlines.shortest())),
        }
    }

    /// The same for bytes that end on one side before the other: after the end of what is written, the reader still gets
    /// what the client sends.
    #[must_use]
    pub fn without_linger(self) -> ClientStream<S> {
        ClientStream { lingers: false, ..self }
    }

    /// The stream under it.
    pub fn get_ref(&self) -> &S {
        &self.stream
    }

    /// What the connection is doing.
    pub fn activity(&self) -> &Activity {
        self.place.activity()
    }

    /// Gives back bytes that were read: they are what is read next.
    pub(crate) fn unread(&mut self, bytes: &[u8]) {
        self.unread.extend_from_slice(bytes);
    }

    /// Whether something may be there to read: bytes, the end, or a fault. If not, `context` is woken once it may.
    ///
    /// # Errors
    /// When the connection stands still for too long or has to give way.
    pub fn poll_readable(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>>
    where
        S: Readable,
    {
        if !self.unread.is_empty() {
            return Poll::Ready(Ok(()));
        }
        match self.stream.poll_readable(context) {
            Poll::Ready(ready) => Poll::Ready(ready),
            Poll::Pending => self.poll_deadline(context),
        }
    }

    /// Resolves once something can be read: bytes, the end, or a fault.
    ///
    /// # Errors
    /// When the connection stands still for too long or has to give way.
    pub async fn readable(&mut self) -> io::Result<()>
    where
        S: Readable,
    {
        let arrived = |context: &mut Context<'_>| match self.stream.poll_arrived(context) {
            _ if !self.unread.is_empty() => Poll::Ready(Ok(())),
            Poll::Ready(ready) => Poll::Ready(ready),
            Poll::Pending => self.poll_deadline(context),
        };
        std::future::poll_fn(arrived).await
    }

    /// The first octet that the client sends; `None` when it sends nothing and ends. It is read again.
    ///
    /// # Errors
    /// When the connection fails, stands still for too long or has to give way.
    pub async fn first_octet(&mut self) -> io::Result<Option<u8>> {
        let mut octet = [0];
        if self.read(&mut octet).await? == 0 {
            return Ok(None);
        }
        self.unread(&octet);
        Ok(Some(octet[0]))
    }

    /// Whether written bytes wait to go out: reading sends them.
    pub fn is_gathering(&self) -> bool {
        !self.gathered.is_empty()
    }

    fn poll_gathered(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while self.written < self.gathered.len() {
            match Pin::new(&mut self.stream).poll_write(context, &self.gathered[self.written..]) {
                Poll::Ready(Ok(0)) => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                Poll::Ready(Ok(count)) => {
                    self.written += count;
                    self.stuck_since = None;
                    self.activity().record_moved();
                }
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Pending => {
                    self.stuck_since.get_or_insert_with(Instant::now);
                    return self.poll_deadline(context);
                }
            }
        }
        self.gathered.clear();
        self.written = 0;
        Poll::Ready(Ok(()))
    }

    /// Fails once the connection has stood still for too long or has to give way; else waits for it.
    fn poll_deadline(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.activity().poll_closed(context).is_ready() {
            return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()));
        }
        let ClientStream { timer, deadlines, place, stuck_since, .. } = self;
        let next = || {
            let (now, end) = (Instant::now(), end(place.activity(), deadlines, *stuck_since));
            (now < end).then(|| end.min(now + deadlines.shortest()))
        };
        timer.poll(context, next).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }

    /// Reads what still comes after the last answer, and throws it away.
    fn poll_linger(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let ClientStream { stream, place, lingering, timer, .. } = self;
        let (until, left) = lingering.get_or_insert_with(|| {
            let until = Instant::now() + LINGER_FOR;
            timer.fire_by(until);
            (until, LINGER_BYTES_MAX)
        });
        let mut buffer = [0; 4096];
        loop {
            let mut buffer = ReadBuf::new(&mut buffer);
            match Pin::new(&mut *stream).poll_read(context, &mut buffer) {
                Poll::Ready(Ok(())) if !buffer.filled().is_empty() && *left > buffer.filled().len() => {
                    *left -= buffer.filled().len();
                }
                Poll::Ready(_) => return Poll::Ready(()),
                Poll::Pending => break,
            }
        }
        if place.activity().poll_closed(context).is_ready() {
            return Poll::Ready(());
        }
        timer.poll(context, || (Instant::now() < *until).then_some(*until))
    }
}

/// When a connection has stood still for too long.
fn end(activity: &Activity, deadlines: &Deadlines, stuck_since: Option<Instant>) -> Instant {
    let may_stand_still = match activity.stamp() {
        0 => deadlines.first_byte,
        _ if activity.is_busy() => deadlines.in_progress,
        _ => deadlines.idle,
    };
    let end = activity.moved_at() + may_stand_still;
    stuck_since.map_or(end, |since| end.min(since + deadlines.write))
}

/// What can tell without reading whether it could.
pub trait Readable {
    /// See [`ClientStream::poll_readable`].
    ///
    /// # Errors
    /// The stream's own.
    fn poll_readable(&self, context: &mut Context<'_>) -> Poll<io::Result<()>>;

    /// See [`ClientStream::readable`].
    ///
    /// # Errors
    /// The stream's own.
    fn poll_arrived(&self, context: &mut Context<'_>) -> Poll<io::Result<()>>;
}

impl Readable for TcpStream {
    fn poll_readable(&self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.poll_read_ready(context)
    }

    fn poll_arrived(&self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        // tokio takes a socket for readable until it was tried once; a look at one byte tries it.
        let mut byte = [0];
        self.poll_peek(context, &mut ReadBuf::new(&mut byte)).map_ok(|_| ())
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for ClientStream<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        // The reader waits for an answer to what was written.
        if !this.gathered.is_empty()
            && let Poll::Ready(Err(error)) = this.poll_gathered(context)
        {
            return Poll::Ready(Err(error));
        }
        if !this.unread.is_empty() {
            let count = this.unread.len().min(buffer.remaining());
            buffer.put_slice(&this.unread[..count]);
            this.unread.drain(..count);
            return Poll::Ready(Ok(()));
        }
        match Pin::new(&mut this.stream).poll_read(context, buffer) {
            Poll::Ready(done) => {
                this.activity().record_moved();
                Poll::Ready(done)
            }
            Poll::Pending => this.poll_deadline(context),
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
        if this.lingering.is_none() {
            ready!(this.poll_gathered(context))?;
            ready!(Pin::new(&mut this.stream).poll_shutdown(context))?;
        }
        if this.lingers { this.poll_linger(context).map(Ok) } else { Poll::Ready(Ok(())) }
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};

    use super::*;
    use crate::places::Places;

    const SECOND: Duration = Duration::from_secs(1);
    const DEADLINES: Deadlines = Deadlines {
        first_byte: SECOND,
        idle: Duration::from_secs(10),
        in_progress: Duration::from_secs(60),
        write: Duration::from_secs(20),
    };

    fn stream() -> (ClientStream<DuplexStream>, DuplexStream) {
        let (near, far) = tokio::io::duplex(1024);
        let place = Places::new(1, 1).take(IpAddr::V4(Ipv4Addr::LOCALHOST)).expect("room");
        (ClientStream::new(near, place, DEADLINES), far)
    }

    /// After how many seconds reading fails.
    async fn seconds_to_end(stream: &mut ClientStream<DuplexStream>) -> u64 {
        let began = Instant::now();
        let error = stream.read_u8().await.expect_err("nothing comes");
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        began.elapsed().as_secs()
    }

    #[tokio::test]
    async fn what_is_written_goes_out_before_the_next_read() {
        let (mut stream, mut far) = stream();
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
    async fn each_way_of_standing_still_has_its_deadline() {
        let (mut silent, _far) = stream();
        assert_eq!(seconds_to_end(&mut silent).await, 1, "no first byte");
        let (mut idle, mut far) = stream();
        far.write_all(b"a").await.expect("sent");
        idle.read_u8().await.expect("a byte");
        assert_eq!(seconds_to_end(&mut idle).await, 10, "idle");
        let (mut busy, mut far) = stream();
        far.write_all(b"a").await.expect("sent");
        busy.read_u8().await.expect("a byte");
        let _request = busy.activity().begin_request();
        assert_eq!(seconds_to_end(&mut busy).await, 60, "a request in progress");
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_that_sends_and_does_not_read_is_given_up() {
        let (mut stream, mut far) = stream();
        let began = Instant::now();
        let sending = async {
            loop {
                tokio::time::sleep(SECOND).await;
                if far.write_all(b"ping").await.is_err() {
                    break;
                }
            }
        };
        let answering = async {
            let _request = stream.activity().begin_request();
            loop {
                if let Err(error) = stream.write_all(&[0; 1024]).await {
                    break error;
                }
                let mut ping = [0; 4];
                if let Err(error) = stream.read_exact(&mut ping).await {
                    break error;
                }
            }
        };
        let error =
            tokio::select! { error = answering => error, () = sending => panic!("the other side ended") };
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        assert!((20..40).contains(&began.elapsed().as_secs()), "{:?}", began.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn a_connection_that_gives_way_fails_at_once() {
        let (mut stream, _far) = stream();
        let activity = stream.activity().clone();
        let began = Instant::now();
        let (read, ()) = tokio::join!(stream.read_u8(), async {
            tokio::task::yield_now().await;
            activity.close();
        });
        assert_eq!(read.expect_err("closed").kind(), io::ErrorKind::ConnectionAborted);
        assert_eq!(began.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn what_still_comes_after_the_last_answer_is_read_for_a_while() {
        let (mut stream, mut far) = stream();
        stream.write_all(b"refused").await.expect("gathered");
        let client = async {
            let (mut answer, sent) = ([0; 7], far.write_all(&[0; 100_000]).await);
            sent.expect("all of it is read");
            far.read_exact(&mut answer).await.expect("the answer");
            drop(far);
        };
        let (ended, ()) = tokio::join!(stream.shutdown(), client);
        ended.expect("ended");
        let (mut stream, _far) = self::stream();
        let began = Instant::now();
        stream.shutdown().await.expect("ended");
        assert_eq!(began.elapsed(), LINGER_FOR, "a client that does not close");
    }
}
