//! Bytes from one connection to another and back, without a look at them.

use std::io;
use std::mem::MaybeUninit;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tegata_accept::{Activity, Closing, LazyTimer};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// How many bytes are read at a time: four records of TLS. An idle connection holds no buffer.
const CHUNK: usize = 64 * 1024;
/// Once the listener closes, a connection ends when nothing has moved for this long.
const QUIET: Duration = Duration::from_secs(1);

/// Why a pipe ended.
#[derive(Debug, thiserror::Error)]
pub(super) enum Ended {
    /// Both sides have sent their end.
    #[error("both sides have ended")]
    Whole,
    /// Nothing moved for too long.
    #[error("nothing moved for too long")]
    Idle,
    /// A side failed.
    #[error("a side failed: {0}")]
    Broken(io::Error),
    /// Another connection needed its place, its target is gone, or the listener closed.
    #[error("its place, its target or its listener is gone")]
    Cut,
}

/// What may end a pipe.
pub(super) struct Ends<'a> {
    pub(super) idle_timeout: Duration,
    pub(super) activity: &'a Activity,
    /// The target's connections are reset.
    pub(super) target: CancellationToken,
    pub(super) closing: &'a Closing,
}

/// Copies both ways until both sides have sent their end, or something ends it.
pub(super) async fn pipe<C, T>(client: &mut C, target: &mut T, ends: Ends<'_>) -> Ended
where
    C: AsyncRead + AsyncWrite + Unpin,
    T: AsyncRead + AsyncWrite + Unpin,
{
    let Ends { idle_timeout, activity, target: gone, closing } = ends;
    let mut moved_at = Instant::now();
    let mut timer = LazyTimer::new(moved_at + idle_timeout);
    let (mut gone, mut begun) = (pin!(gone.cancelled()), pin!(closing.begun()));
    let (mut up, mut down) = (Direction::default(), Direction::default());
    let mut is_closing = false;
    std::future::poll_fn(|context| {
        let up_done = up.poll(context, client, target);
        let down_done = down.poll(context, target, client);
        if std::mem::take(&mut up.has_moved) | std::mem::take(&mut down.has_moved) {
            moved_at = Instant::now();
            activity.record_moved();
        }
        match (up_done, down_done) {
            (Poll::Ready(Err(error)), _) | (_, Poll::Ready(Err(error))) => {
                return Poll::Ready(Ended::Broken(error));
            }
            (Poll::Ready(Ok(())), Poll::Ready(Ok(()))) => return Poll::Ready(Ended::Whole),
            _ => {}
        }
        if gone.as_mut().poll(context).is_ready() || activity.poll_closed(context).is_ready() {
            return Poll::Ready(Ended::Cut);
        }
        if !is_closing && begun.as_mut().poll(context).is_ready() {
            is_closing = true;
            timer.fire_by(Instant::now() + QUIET);
        }
        let patience = if is_closing { QUIET } else { idle_timeout };
        let due = moved_at + patience;
        let ended = timer.poll(context, || (Instant::now() < due).then_some(due));
        ended.map(|()| if is_closing { Ended::Cut } else { Ended::Idle })
    })
    .await
}

/// One direction of a pipe.
#[derive(Default)]
struct Direction {
    /// What was read and could not be written yet.
    held: Vec<u8>,
    /// How much of it has been written.
    written: usize,
    /// Whether written bytes may wait to go out.
    is_unflushed: bool,
    has_ended: bool,
    is_done: bool,
    has_moved: bool,
}

impl Direction {
    /// Copies what there is. Ready once the end has been passed on.
    fn poll<R, W>(&mut self, context: &mut Context<'_>, from: &mut R, to: &mut W) -> Poll<io::Result<()>>
    where
        R: AsyncRead + Unpin,
        W: AsyncWrite + Unpin,
    {
        if self.is_done {
            return Poll::Ready(Ok(()));
        }
        let mut chunk = [MaybeUninit::<u8>::uninit(); CHUNK];
        loop {
            ready!(self.poll_held(context, to))?;
            if self.has_ended {
                ready!(Pin::new(&mut *to).poll_shutdown(context))?;
                self.is_done = true;
                return Poll::Ready(Ok(()));
            }
            let mut buffer = ReadBuf::uninit(&mut chunk);
            match Pin::new(&mut *from).poll_read(context, &mut buffer) {
                Poll::Ready(read) => read?,
                Poll::Pending if self.is_unflushed => {
                    ready!(Pin::new(&mut *to).poll_flush(context))?;
                    self.is_unflushed = false;
                    return Poll::Pending;
                }
                Poll::Pending => return Poll::Pending,
            }
            self.has_moved = true;
            let bytes = buffer.filled();
            if bytes.is_empty() {
                self.has_ended = true;
            } else {
                self.write(context, to, bytes)?;
            }
        }
    }

    /// Writes what was read, and holds what cannot be written now.
    fn write<W: AsyncWrite + Unpin>(
        &mut self,
        context: &mut Context<'_>,
        to: &mut W,
        mut bytes: &[u8],
    ) -> io::Result<()> {
        self.is_unflushed = true;
        while !bytes.is_empty() {
            match Pin::new(&mut *to).poll_write(context, bytes) {
                Poll::Ready(Ok(0)) => return Err(io::ErrorKind::WriteZero.into()),
                Poll::Ready(Ok(count)) => bytes = &bytes[count..],
                Poll::Ready(Err(error)) => return Err(error),
                Poll::Pending => {
                    self.held = bytes.to_vec();
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn poll_held<W: AsyncWrite + Unpin>(
        &mut self,
        context: &mut Context<'_>,
        to: &mut W,
    ) -> Poll<io::Result<()>> {
        while self.written < self.held.len() {
            let count = ready!(Pin::new(&mut *to).poll_write(context, &self.held[self.written..]))?;
            if count == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.written += count;
            self.has_moved = true;
        }
        // The memory too: most connections are idle most of the time.
        self.held = Vec::new();
        self.written = 0;
        Poll::Ready(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use proptest::prelude::*;
    use tegata_accept::Places;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};

    use super::*;

    const IDLE: Duration = Duration::from_secs(60);

    /// A pipe between two ends that are far away; both see `capacity` bytes at a time.
    struct Between {
        client: DuplexStream,
        target: DuplexStream,
        token: CancellationToken,
        closing: Closing,
        pipe: tokio::task::JoinHandle<Ended>,
    }

    fn between(capacity: usize) -> Between {
        let (client, mut near_client) = duplex(capacity);
        let (target, mut near_target) = duplex(capacity);
        let (token, closing) = (CancellationToken::new(), Closing::default());
        let (gone, listener) = (token.clone(), closing.clone());
        let mut tasks = tokio::task::JoinSet::new();
        tasks.spawn(async move {
            let place = Places::new(1, 1).take(IpAddr::V4(Ipv4Addr::LOCALHOST)).expect("room");
            let ends =
                Ends { idle_timeout: IDLE, activity: place.activity(), target: gone, closing: &listener };
            pipe(&mut near_client, &mut near_target, ends).await
        });
        let pipe = tokio::runtime::Handle::current()
            .spawn(async move { tasks.join_next().await.expect("a task").expect("it ends") });
        Between { client, target, token, closing, pipe }
    }

    #[tokio::test(start_paused = true)]
    async fn an_idle_pipe_ends_after_its_time_and_not_while_bytes_move() {
        let mut between = between(64);
        let began = Instant::now();
        for _ in 0..3 {
            tokio::time::sleep(IDLE - Duration::from_secs(1)).await;
            between.target.write_all(b"tick").await.expect("written");
            between.client.read_exact(&mut [0; 4]).await.expect("read");
        }
        assert!(matches!(between.pipe.await.expect("it ends"), Ended::Idle));
        assert_eq!(began.elapsed(), (IDLE - Duration::from_secs(1)) * 3 + IDLE);
    }

    #[tokio::test(start_paused = true)]
    async fn a_side_that_does_not_read_is_idle_too() {
        let mut between = between(64);
        let began = Instant::now();
        let written = tokio::time::timeout(IDLE * 10, between.client.write_all(&[0; 1_000_000])).await;
        assert!(written.expect("it ends").is_err(), "no one reads");
        assert!(matches!(between.pipe.await.expect("it ends"), Ended::Idle));
        assert!(began.elapsed() <= IDLE + Duration::from_secs(1));
    }

    #[tokio::test(start_paused = true)]
    async fn one_side_may_end_before_the_other() {
        let mut between = between(64);
        between.client.write_all(b"a question").await.expect("written");
        between.client.shutdown().await.expect("ended");
        let mut asked = Vec::new();
        between.target.read_to_end(&mut asked).await.expect("read");
        assert_eq!(asked, b"a question");
        between.target.write_all(b"an answer").await.expect("written");
        between.target.shutdown().await.expect("ended");
        let mut answer = Vec::new();
        between.client.read_to_end(&mut answer).await.expect("read");
        assert_eq!(answer, b"an answer");
        assert!(matches!(between.pipe.await.expect("it ends"), Ended::Whole));
    }

    #[tokio::test(start_paused = true)]
    async fn a_target_that_is_gone_and_a_listener_that_closes_end_it() {
        let began = Instant::now();
        let gone = between(64);
        gone.token.cancel();
        assert!(matches!(gone.pipe.await.expect("it ends"), Ended::Cut));
        assert_eq!(began.elapsed(), Duration::ZERO);
        let mut closed = between(64);
        closed.closing.begin();
        closed.client.write_all(b"last words").await.expect("written");
        closed.target.read_exact(&mut [0; 10]).await.expect("read");
        assert!(matches!(closed.pipe.await.expect("it ends"), Ended::Cut));
        assert_eq!(began.elapsed(), QUIET);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
        #[test]
        fn every_byte_arrives_in_order(
            capacity in 1_usize..200,
            pieces in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..300), 0..12),
        ) {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
            runtime.block_on(async {
                let Between { client, target, .. } = between(capacity);
                let (mut from_client, mut to_client) = tokio::io::split(client);
                let (mut from_target, mut to_target) = tokio::io::split(target);
                let sent: Vec<u8> = pieces.concat();
                let send = async |to: &mut tokio::io::WriteHalf<DuplexStream>| {
                    for piece in &pieces {
                        to.write_all(piece).await.expect("written");
                    }
                    to.shutdown().await.expect("ended");
                };
                let (mut up, mut down) = (Vec::new(), Vec::new());
                let (_, _, read_up, read_down) = tokio::join!(
                    send(&mut to_client),
                    send(&mut to_target),
                    from_target.read_to_end(&mut up),
                    from_client.read_to_end(&mut down),
                );
                read_up.expect("read");
                read_down.expect("read");
                assert!(up == sent && down == sent);
            });
        }
    }
}
