//! One connection to a target, driven by the task that waits for its answer.
//!
//! A connection has no task of its own: it is polled where its answer is awaited and where the answer's body is read,
//! which saves waking a second task at every step. While idle it is not polled at all.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use http::{Request, Response};
use hyper::body::Incoming;
use hyper::client::conn::http1::{self, Connection, SendRequest};
use hyper_util::rt::TokioIo;
use tegata_accept::LazyTimer;
use tokio::time::Instant;
use tokio_util::task::TaskTracker;

use super::exchange::{Exchange, Reuse};
use super::fault::Fault;
use super::request_body::RequestBody;
use super::socket::Socket;
use super::stable_waker::StableWaker;
use super::stream::{TargetStream, Traffic};

/// The most that is read before an answer's headers are complete: more than `response` forwards.
const HEADER_BYTES_MAX: usize = 64 * 1024;
/// The largest number of headers: high enough that their size is the limit, as with ELB.
const HEADERS_MAX: usize = HEADER_BYTES_MAX / 16;

/// A connection to a target.
pub(crate) struct UpstreamConnection {
    sender: SendRequest<RequestBody>,
    /// `None` once it has ended.
    connection: Option<Connection<TokioIo<TargetStream<Socket>>, RequestBody>>,
    waker: StableWaker,
    traffic: Traffic,
    /// When the last request was sent.
    last_request_at: Instant,
    /// Whether something was awaited at the last poll: the idle time counts from then on.
    is_awaited: bool,
    /// How the present request is exchanged.
    exchange: Exchange,
    /// By when a byte must have moved.
    due: Instant,
    /// Wakes at `due` or before.
    timer: LazyTimer,
}

impl UpstreamConnection {
    pub(crate) async fn open(
        stream: TargetStream<Socket>,
        exchange: Exchange,
    ) -> Result<Box<UpstreamConnection>, Fault> {
        let traffic = stream.traffic();
        let mut builder = http1::Builder::new();
        builder.writev(false).max_buf_size(HEADER_BYTES_MAX).max_headers(HEADERS_MAX);
        let (sender, connection) = builder.handshake(TokioIo::new(stream)).await.map_err(Fault::Broken)?;
        let last_request_at = Instant::now();
        let due = last_request_at + exchange.idle_timeout;
        Ok(Box::new(UpstreamConnection {
            sender,
            connection: Some(connection),
            waker: StableWaker::new(),
            traffic,
            last_request_at,
            is_awaited: false,
            exchange,
            due,
            timer: LazyTimer::new(due),
        }))
    }

    /// When the last request was sent on it.
    pub(crate) fn last_request_at(&self) -> Instant {
        self.last_request_at
    }

    /// Whether a request can be sent, as far as is known without polling the connection.
    pub(crate) fn is_ready(&self) -> bool {
        self.connection.is_some() && self.may_be_kept() && self.sender.is_ready()
    }

    /// Whether a request can be sent now: the target has not closed it, and the last exchange has ended.
    pub(crate) fn is_usable(&mut self) -> bool {
        // No task needs to be woken for what this poll waits for.
        let without_task = Context::from_waker(std::task::Waker::noop());
        let _ = self.poll_with(&without_task, |_, _| Poll::<()>::Pending);
        self.is_ready()
    }

    /// Whether the exchange has ended, by what the sender knows or else by a poll.
    pub(crate) fn is_free(&mut self) -> bool {
        self.may_be_kept() && (self.sender.is_ready() || self.is_usable())
    }

    fn may_be_kept(&self) -> bool {
        self.exchange.reuse == Reuse::Allowed
    }

    /// Sends a request and waits for the answer's head. A request of which nothing was sent is returned with the fault.
    pub(crate) async fn send(
        &mut self,
        request: Box<Request<RequestBody>>,
        exchange: Exchange,
        now: Instant,
    ) -> Result<Response<Incoming>, (Fault, Option<Box<Request<RequestBody>>>)> {
        self.last_request_at = now;
        if exchange.idle_timeout < self.exchange.idle_timeout {
            // The timer never becomes earlier by itself.
            self.timer = LazyTimer::new(now + exchange.idle_timeout);
        }
        self.exchange = exchange;
        let mut answer = pin!(self.sender.try_send_request(*request));
        self.traffic.await_head(true);
        let answered = poll_fn(|context| {
            let polled = self.poll_with(context, |_, own| answer.as_mut().poll(own));
            match polled {
                Poll::Ready(answered) => {
                    self.traffic.await_head(false);
                    self.is_awaited = false;
                    Poll::Ready(Ok(answered))
                }
                Poll::Pending if self.is_late() => Poll::Ready(Err(Fault::Late)),
                Poll::Pending => Poll::Pending,
            }
        });
        match answered.await {
            Ok(Ok(response)) => Ok(response),
            Ok(Err(mut failed)) => {
                let unsent = failed.take_message().map(Box::new);
                Err((Fault::Broken(failed.into_error()), unsent))
            }
            Err(fault) => Err((fault, None)),
        }
    }

    /// Sends a request that may change the protocol, and leaves the connection to a task of its own.
    pub(crate) async fn send_upgrade(
        self,
        request: Box<Request<RequestBody>>,
        exchange: Exchange,
        tasks: &TaskTracker,
    ) -> Result<Response<Incoming>, Fault> {
        let UpstreamConnection { mut sender, connection, traffic, .. } = self;
        if let Some(connection) = connection {
            tasks.spawn(async move {
                if let Err(error) = connection.with_upgrades().await {
                    tracing::debug!(%error, "a connection to a target ended early");
                }
            });
        }
        traffic.await_head(true);
        let mut answer = pin!(sender.send_request(*request));
        loop {
            match tokio::time::timeout(exchange.idle_timeout, answer.as_mut()).await {
                Ok(answered) => {
                    traffic.await_head(false);
                    return answered.map_err(Fault::Broken);
                }
                Err(_) if traffic.take() => {}
                Err(_) => return Err(Fault::Late),
            }
        }
    }

    /// Drives the connection, and polls what comes out of it; fails once nothing has moved for too long.
    pub(crate) fn poll_body<T>(
        &mut self,
        context: &mut Context<'_>,
        mut poll: impl FnMut(&mut Context<'_>) -> Poll<T>,
    ) -> Result<Poll<T>, Fault> {
        let polled = self.poll_with(context, |_, own| poll(own));
        match &polled {
            // The time that the client takes to read is not counted against the target.
            Poll::Ready(_) => self.is_awaited = false,
            Poll::Pending if self.is_late() => return Err(Fault::Late),
            Poll::Pending => {}
        }
        Ok(polled)
    }

    fn poll_with<T>(
        &mut self,
        context: &Context<'_>,
        mut poll: impl FnMut(&mut SendRequest<RequestBody>, &mut Context<'_>) -> Poll<T>,
    ) -> Poll<T> {
        let UpstreamConnection { sender, connection, waker, .. } = self;
        waker.poll(context, |own| {
            // Dropped at its end, so that what still waits on it learns of the end.
            if connection.as_mut().is_some_and(|it| Pin::new(it).poll(own).is_ready()) {
                *connection = None;
            }
            poll(sender, own)
        })
    }

    /// Whether the connection has stood still for too long since something is awaited on it. If not, the task that
    /// polled last is woken when that may be so.
    fn is_late(&mut self) -> bool {
        // ELB counts idle time: each byte of the request or of the answer starts it again.
        if self.traffic.take() || !self.is_awaited {
            self.due = Instant::now() + self.exchange.idle_timeout;
            self.is_awaited = true;
        }
        let due = self.due;
        let mut own = Context::from_waker(self.waker.waker());
        self.timer.poll(&mut own, || (Instant::now() < due).then_some(due)).is_ready()
    }
}
