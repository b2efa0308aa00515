//! Connections to a target: kept when nobody needs them, and driven by whoever waits for an answer.
//!
//! A connection has no task of its own: it is polled where its answer is awaited and where its answer's body is read,
//! which spares waking a second task for every step. Idle, it is not polled at all; that its target has closed it is
//! seen when it is taken up again, and it is dropped once it has been idle for long.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper::client::conn::http1::{self, Connection, SendRequest};
use hyper_util::rt::TokioIo;
use parking_lot::Mutex;
use tegata_accept::LazyTimer;
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::time::Instant;
use tokio_util::task::TaskTracker;

use crate::edge::PermitTarget;
use crate::relay::Relay;
use crate::target_stream::{Moved, TargetStream};

/// How long a target may take to accept a connection (ELB: 10 seconds, then 504).
const CONNECT_WITHIN: Duration = Duration::from_secs(10);
/// How long a connection to a target may stand still while something is awaited on it: no byte of a request or of an
/// answer moves (ELB attribute `idle_timeout.timeout_seconds`).
const IDLE_WITHIN: Duration = Duration::from_secs(60);
/// How long, and how many, connections to a target are kept when nobody needs them.
const KEPT_FOR: Duration = Duration::from_secs(30);
const KEPT_MAX: usize = 256;
/// How many connections a target may have, idle and upgraded ones included. A request has one from its beginning to its
/// end, so this bounds the requests that wait for a target as well; further ones are answered with 503.
const CONNECTIONS_MAX: usize = 4096;
/// The most that an answer's headers may take (ELB quota: 32 KB for a response).
const HEADER_BYTES_MAX: usize = 64 * 1024;
/// Their number, so large that their size decides as with ELB.
const HEADERS_MAX: usize = HEADER_BYTES_MAX / 16;

/// Why a target has not answered.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
    /// It took too long.
    #[error("the target did not answer in time")]
    Late,
    /// No connection.
    #[error("the target could not be reached: {0}")]
    Unreachable(#[source] io::Error),
    /// It has as many connections as it may have.
    #[error("the target has {CONNECTIONS_MAX} connections already")]
    Full,
    /// Its address may not be connected to.
    #[error("the target may not be connected to: {0}")]
    NotPermitted(String),
    /// No answer on the connection, or none that is HTTP.
    #[error("the target's connection broke: {0}")]
    Broken(#[source] hyper::Error),
}

/// One target, and the connections to it.
pub(crate) struct Peer {
    address: SocketAddr,
    /// Those that nobody needs, the longest idle in front.
    idle: Mutex<VecDeque<Box<Line>>>,
    /// One for each connection that it may have.
    places: Arc<Semaphore>,
    permit: PermitTarget,
}

/// A connection.
struct Line {
    sender: SendRequest<Incoming>,
    /// `None` once it has come to its end.
    connection: Option<Connection<TokioIo<TargetStream<TcpStream>>, Incoming>>,
    relay: Relay,
    moved: Moved,
    /// When the last request was sent.
    asked_at: Instant,
    /// Whether something was awaited when it was polled last: time counts from then on.
    is_awaited: bool,
    /// When something must have moved.
    due: Instant,
    /// Wakes at `due` or before.
    timer: LazyTimer,
}

impl Peer {
    /// A target whose address `permit` is asked about before each connection.
    pub(crate) fn new(address: SocketAddr, permit: PermitTarget) -> Peer {
        let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
        Peer { address, idle: Mutex::default(), places, permit }
    }

    async fn connect(&self) -> Result<TargetStream<TcpStream>, Fault> {
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| Fault::Full)?;
        // Each time, since what listens where changes while targets stay registered.
        (self.permit)(self.address).map_err(Fault::NotPermitted)?;
        let connected = tokio::time::timeout(CONNECT_WITHIN, TcpStream::connect(self.address)).await;
        let stream = connected.map_err(|_| Fault::Late)?.map_err(Fault::Unreachable)?;
        // Requests are written whole; waiting to fill a segment only adds latency.
        let _ = stream.set_nodelay(true);
        Ok(TargetStream::new(stream, place))
    }

    /// Sends a request on a kept connection or a new one, and waits for the answer's head.
    pub(crate) async fn send(
        self: &Arc<Self>,
        mut request: Box<Request<Incoming>>,
    ) -> Result<Response<AnswerBody>, Fault> {
        let now = Instant::now();
        while let Some(mut line) = self.kept(now) {
            match line.ask(request, now).await {
                Ok(response) => return Ok(self.answer(line, response)),
                // It was closed by the target in the meantime, before anything was sent on it.
                Err((_, Some(unsent))) => request = unsent,
                Err((fault, None)) => return Err(fault),
            }
        }
        let mut line = Line::open(self.connect().await?).await?;
        match line.ask(request, Instant::now()).await {
            Ok(response) => Ok(self.answer(line, response)),
            Err((fault, _)) => Err(fault),
        }
    }

    /// Sends a request that may change the protocol, on a connection that is driven by a task of its own.
    pub(crate) async fn send_upgrade(
        &self,
        request: Box<Request<Incoming>>,
        tasks: &TaskTracker,
    ) -> Result<Response<AnswerBody>, Fault> {
        let Line { mut sender, connection, moved, .. } = *Line::open(self.connect().await?).await?;
        let connection = connection.expect("it has just been opened");
        tasks.spawn(async move {
            if let Err(error) = connection.with_upgrades().await {
                tracing::debug!(%error, "a connection to a target ended early");
            }
        });
        let mut answer = pin!(sender.send_request(*request));
        let response = loop {
            match tokio::time::timeout(IDLE_WITHIN, answer.as_mut()).await {
                Ok(answered) => break answered.map_err(Fault::Broken)?,
                Err(_) if moved.take() => {}
                Err(_) => return Err(Fault::Late),
            }
        };
        Ok(response.map(|incoming| AnswerBody { incoming, rest: None }))
    }

    /// Drops connections that have been idle for long.
    pub(crate) fn sweep(&self) {
        let now = Instant::now();
        let mut idle = self.idle.lock();
        while idle.front().is_some_and(|oldest| now >= oldest.asked_at + KEPT_FOR) {
            idle.pop_front();
        }
    }

    fn kept(&self, now: Instant) -> Option<Box<Line>> {
        loop {
            let line = self.idle.lock().pop_back()?;
            // That the target has closed it in the meantime is seen when the request is about to be sent.
            if now < line.asked_at + KEPT_FOR && line.connection.is_some() && line.sender.is_ready() {
                return Some(line);
            }
        }
    }

    fn keep(&self, line: Box<Line>) {
        let mut idle = self.idle.lock();
        if idle.len() >= KEPT_MAX {
            idle.pop_front();
        }
        idle.push_back(line);
    }

    fn answer(self: &Arc<Self>, line: Box<Line>, response: Response<Incoming>) -> Response<AnswerBody> {
        response.map(|incoming| {
            let mut body = AnswerBody { incoming, rest: Some((line, Arc::clone(self))) };
            body.keep_if_done();
            body
        })
    }
}

impl Line {
    async fn open(stream: TargetStream<TcpStream>) -> Result<Box<Line>, Fault> {
        let moved = stream.moved();
        let mut builder = http1::Builder::new();
        builder.writev(false).max_buf_size(HEADER_BYTES_MAX).max_headers(HEADERS_MAX);
        let (sender, connection) = builder.handshake(TokioIo::new(stream)).await.map_err(Fault::Broken)?;
        let asked_at = Instant::now();
        let due = asked_at + IDLE_WITHIN;
        Ok(Box::new(Line {
            sender,
            connection: Some(connection),
            relay: Relay::new(),
            moved,
            asked_at,
            is_awaited: false,
            due,
            timer: LazyTimer::new(due),
        }))
    }

    /// Whether a request can be sent now: the target has not closed it, and the last exchange is done with.
    fn is_usable(&mut self) -> bool {
        // Nobody waits for what this poll would be woken for.
        let nobody = Context::from_waker(std::task::Waker::noop());
        let _ = self.poll_with(&nobody, |_, _| Poll::<()>::Pending);
        self.connection.is_some() && self.sender.is_ready()
    }

    async fn ask(
        &mut self,
        request: Box<Request<Incoming>>,
        now: Instant,
    ) -> Result<Response<Incoming>, (Fault, Option<Box<Request<Incoming>>>)> {
        self.asked_at = now;
        let mut answer = pin!(self.sender.try_send_request(*request));
        let answered = poll_fn(|context| {
            let polled = self.poll_with(context, |_, own| answer.as_mut().poll(own));
            match polled {
                Poll::Ready(answered) => {
                    self.is_awaited = false;
                    Poll::Ready(Some(answered))
                }
                Poll::Pending if self.is_late() => Poll::Ready(None),
                Poll::Pending => Poll::Pending,
            }
        });
        match answered.await {
            Some(Ok(response)) => Ok(response),
            Some(Err(mut failed)) => {
                let unsent = failed.take_message().map(Box::new);
                Err((Fault::Broken(failed.into_error()), unsent))
            }
            None => Err((Fault::Late, None)),
        }
    }

    /// Drives the connection, and polls what comes out of it.
    fn poll_with<T>(
        &mut self,
        context: &Context<'_>,
        mut poll: impl FnMut(&mut SendRequest<Incoming>, &mut Context<'_>) -> Poll<T>,
    ) -> Poll<T> {
        let Line { sender, connection, relay, .. } = self;
        relay.poll(context, |own| {
            // Dropped at its end, so that what still waits on it is told.
            if connection.as_mut().is_some_and(|it| Pin::new(it).poll(own).is_ready()) {
                *connection = None;
            }
            poll(sender, own)
        })
    }

    /// Whether the connection has stood still for too long since something is awaited on it; if not, the task that was
    /// polled last is woken when it may have.
    fn is_late(&mut self) -> bool {
        // ELB counts idle time: each byte of the request or of the answer is a new beginning.
        if self.moved.take() || !self.is_awaited {
            self.due = Instant::now() + IDLE_WITHIN;
            self.is_awaited = true;
        }
        let due = self.due;
        let mut own = Context::from_waker(self.relay.waker());
        self.timer.poll(&mut own, || (Instant::now() < due).then_some(due)).is_ready()
    }
}

/// The body of a target's answer. Once it has been read to its end its connection is kept; dropped before, its
/// connection is closed.
pub(crate) struct AnswerBody {
    incoming: Incoming,
    /// `None` once there is nothing more to come on it.
    rest: Option<(Box<Line>, Arc<Peer>)>,
}

impl AnswerBody {
    fn keep_if_done(&mut self) {
        if !self.incoming.is_end_stream() {
            return;
        }
        if let Some((mut line, peer)) = self.rest.take()
            && (line.sender.is_ready() || line.is_usable())
        {
            peer.keep(line);
        }
    }
}

impl Body for AnswerBody {
    type Data = Bytes;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let AnswerBody { incoming, rest } = &mut *self;
        let polled = match rest {
            None => Pin::new(&mut *incoming).poll_frame(context),
            Some((line, _)) => {
                let polled = line.poll_with(context, |_, own| Pin::new(&mut *incoming).poll_frame(own));
                match &polled {
                    // Time that the client takes to read is not the target's.
                    Poll::Ready(_) => line.is_awaited = false,
                    Poll::Pending if line.is_late() => {
                        return Poll::Ready(Some(Err(Fault::Late.into())));
                    }
                    Poll::Pending => {}
                }
                polled
            }
        };
        match &polled {
            Poll::Ready(None) => {
                if let Some((mut line, peer)) = self.rest.take()
                    && line.is_usable()
                {
                    peer.keep(line);
                }
            }
            Poll::Ready(Some(Ok(_))) => self.keep_if_done(),
            Poll::Ready(Some(Err(_))) => self.rest = None,
            Poll::Pending => {}
        }
        polled.map(|frame| frame.map(|frame| frame.map_err(Into::into)))
    }

    fn is_end_stream(&self) -> bool {
        self.incoming.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.incoming.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_target_has_so_many_connections_and_no_more() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let peer = Peer::new(listener.local_addr().expect("an address"), Arc::new(|_| Ok(())));
        peer.places.forget_permits(CONNECTIONS_MAX - 1);
        let last = peer.connect().await.expect("a connection");
        assert!(matches!(peer.connect().await, Err(Fault::Full)));
        drop(last);
        assert!(peer.connect().await.is_ok(), "its place is free again");
    }
}
