//! HTTP/2 with a target: requests share connections, each as a stream.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper::client::conn::http2::{self, SendRequest};
use hyper::rt::Executor;
use hyper_util::rt::{TokioIo, TokioTimer};
use parking_lot::Mutex;
use tegata_accept::LazyTimer;
use tokio::time::Instant;
use tokio_util::task::TaskTracker;

use super::exchange::Exchange;
use super::fault::Fault;
use super::request_body::RequestBody;
use super::socket::Socket;
use super::stream::{TargetStream, Traffic};

/// How many requests share one connection: what most servers permit (RFC 9113 §6.5.2 recommends no less than 100).
const STREAMS_MAX: usize = 100;
/// How long a connection without requests is kept.
const KEPT_FOR: Duration = Duration::from_secs(30);
/// The most that an answer's headers may take (ELB quota: 32 KB for a response).
const HEADER_BYTES_MAX: u32 = 32 * 1024;

/// Runs what an HTTP/2 connection has to do beside its requests.
#[derive(Clone)]
pub(crate) struct Tasks(pub(crate) TaskTracker);

impl<F: Future<Output = ()> + Send + 'static> Executor<F> for Tasks {
    fn execute(&self, task: F) {
        self.0.spawn(task);
    }
}

/// The connections to one target.
#[derive(Default)]
pub(crate) struct Http2Connections(Mutex<Vec<Shared>>);

struct Shared {
    sender: SendRequest<TrackedBody>,
    streams: Arc<AtomicUsize>,
    last_used_at: Instant,
}

/// A place on a connection, held until the answer has been read.
pub(crate) struct Place {
    sender: SendRequest<TrackedBody>,
    streams: Arc<AtomicUsize>,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.streams.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Http2Connections {
    /// A place on a connection that is open.
    pub(crate) fn take(&self, now: Instant) -> Option<Place> {
        let mut connections = self.0.lock();
        connections.retain(|it| !it.sender.is_closed());
        let free = connections.iter_mut().find(|it| it.streams.load(Ordering::Relaxed) < STREAMS_MAX)?;
        free.last_used_at = now;
        free.streams.fetch_add(1, Ordering::Relaxed);
        Some(Place { sender: free.sender.clone(), streams: Arc::clone(&free.streams) })
    }

    /// Begins HTTP/2 on a new connection.
    pub(crate) async fn open(
        &self,
        stream: TargetStream<Socket>,
        tasks: &TaskTracker,
        now: Instant,
    ) -> Result<Place, Fault> {
        let mut builder = http2::Builder::new(Tasks(tasks.clone()));
        builder.timer(TokioTimer::new()).max_header_list_size(HEADER_BYTES_MAX);
        let (sender, connection) = builder.handshake(TokioIo::new(stream)).await.map_err(Fault::Broken)?;
        tasks.spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "an HTTP/2 connection to a target ended early");
            }
        });
        let streams = Arc::new(AtomicUsize::new(1));
        let place = Place { sender: sender.clone(), streams: Arc::clone(&streams) };
        self.0.lock().push(Shared { sender, streams, last_used_at: now });
        Ok(place)
    }

    /// Drops connections that have had no request for long.
    pub(crate) fn sweep(&self, now: Instant) {
        self.0.lock().retain(|it| {
            let is_idle = it.streams.load(Ordering::Relaxed) == 0 && now >= it.last_used_at + KEPT_FOR;
            !is_idle && !it.sender.is_closed()
        });
    }
}

impl Place {
    /// Sends a request and waits for the answer's head. A request of which nothing was sent is returned with the fault.
    pub(crate) async fn send(
        mut self,
        request: Request<RequestBody>,
        exchange: Exchange,
    ) -> Result<(Response<Incoming>, Stream), (Fault, Option<Box<Request<RequestBody>>>)> {
        let traffic = Traffic::default();
        let request = request.map(|body| TrackedBody { body, traffic: traffic.clone() });
        let mut answer = Box::pin(self.sender.try_send_request(request));
        loop {
            match tokio::time::timeout(exchange.idle_timeout, answer.as_mut()).await {
                Ok(Ok(response)) => {
                    drop(answer);
                    return Ok((response, Stream::new(self, traffic, exchange.idle_timeout)));
                }
                Ok(Err(mut failed)) => {
                    let unsent = failed.take_message().map(|it| Box::new(it.map(|tracked| tracked.body)));
                    return Err((Fault::Broken(failed.into_error()), unsent));
                }
                // The client may still be sending.
                Err(_) if traffic.take() => {}
                Err(_) => return Err((Fault::Late, None)),
            }
        }
    }
}

/// A request's body on its way to a target, which notes that it moves.
pub(crate) struct TrackedBody {
    body: RequestBody,
    traffic: Traffic,
}

impl Body for TrackedBody {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        if polled.is_ready() {
            self.traffic.note();
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A stream whose answer is being read.
pub(crate) struct Stream {
    traffic: Traffic,
    idle_timeout: Duration,
    is_awaited: bool,
    /// By when something must have moved.
    due: Instant,
    timer: LazyTimer,
    _place: Place,
}

impl Stream {
    fn new(place: Place, traffic: Traffic, idle_timeout: Duration) -> Stream {
        let due = Instant::now() + idle_timeout;
        Stream { traffic, idle_timeout, is_awaited: false, due, timer: LazyTimer::new(due), _place: place }
    }

    /// Polls the answer's body; fails once neither it nor the request's has moved for too long.
    pub(crate) fn poll_body<T>(
        &mut self,
        context: &mut Context<'_>,
        poll: impl FnOnce(&mut Context<'_>) -> Poll<T>,
    ) -> Result<Poll<T>, Fault> {
        let polled = poll(context);
        if polled.is_ready() {
            // The time that the client takes to read is not counted against the target.
            self.is_awaited = false;
            return Ok(polled);
        }
        if self.traffic.take() || !self.is_awaited {
            self.is_awaited = true;
            self.due = Instant::now() + self.idle_timeout;
        }
        let due = self.due;
        match self.timer.poll(context, || (Instant::now() < due).then_some(due)) {
            Poll::Ready(()) => Err(Fault::Late),
            Poll::Pending => Ok(Poll::Pending),
        }
    }
}
