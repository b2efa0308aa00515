//! One connection of a client: handshake, then HTTP/1.1 or HTTP/2 as was agreed on.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::Context;
use std::time::Duration;

use arc_swap::ArcSwap;
use http::{Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;

use crate::certificate::Certificates;
use crate::client_stream::ClientStream;
use crate::closing::Closing;
use crate::edge::Seconds;
use crate::handshake;
use crate::in_task::{InTask, Streams};
use crate::lazy_timer::ConnectionTimer;
use crate::listener::State;
use crate::proxy::{Origin, Proxy};
use crate::reply::Body;
use crate::secure_stream::SecureStream;

/// How long a connection may stand still (ELB attribute `idle_timeout.timeout_seconds`, and a little for the target).
const IDLE_FOR: Duration = Duration::from_secs(65);
/// How long a client may take for a request's headers, and for its next request.
const HEADERS_WITHIN: Duration = Duration::from_secs(60);
/// The most that headers may take (ELB quota: 64 KB in all).
const HEADER_BYTES_MAX: usize = 64 * 1024;
const HEADERS_MAX: usize = 128;
const STREAMS_MAX: u32 = 128;

/// What every connection needs.
#[derive(Clone)]
pub(crate) struct Serving {
    pub(crate) certificates: Arc<Certificates>,
    pub(crate) proxy: Proxy,
    pub(crate) now: Seconds,
    pub(crate) handshakes: Arc<Handshakes>,
}

/// How many handshakes there were.
#[derive(Debug, Default)]
pub(crate) struct Handshakes {
    pub(crate) done: AtomicU64,
    pub(crate) failed: AtomicU64,
}

impl Handshakes {
    fn count(&self, done: bool) {
        let counter = if done { &self.done } else { &self.failed };
        counter.fetch_add(1, Ordering::Relaxed);
    }
}

/// Serves a connection until its client leaves, it stands still, or its listener closes.
pub(crate) async fn serve(
    stream: TcpStream,
    peer: SocketAddr,
    address: SocketAddr,
    state: Arc<ArcSwap<State>>,
    serving: Serving,
    closing: Closing,
) {
    // Answers are gathered and flushed whole; waiting to fill a segment only adds latency.
    let _ = stream.set_nodelay(true);
    // A listener on all addresses was reached at one of them.
    let address = stream.local_addr().unwrap_or(address);
    let stream = ClientStream::new(stream, IDLE_FOR);
    let terminator = state.load().terminator.clone();
    let origin = Origin::new(peer.ip(), address, terminator.is_some());
    let answering = Arc::new(Answering { state, proxy: serving.proxy, origin });
    let Some(terminator) = terminator else { return http1(stream, answering, closing).await };
    let accepted = handshake::accept(stream, terminator, serving.certificates, serving.now).await;
    serving.handshakes.count(accepted.is_some());
    let Some(stream) = accepted else { return };
    let is_http2 = stream.as_ref().application_protocol() == Some(b"h2");
    let stream = SecureStream(stream);
    match is_http2 {
        true => Box::pin(http2(stream, answering, closing)).await,
        false => Box::pin(http1(stream, answering, closing)).await,
    }
}

/// What the requests of one connection have in common.
struct Answering {
    state: Arc<ArcSwap<State>>,
    proxy: Proxy,
    origin: Origin,
}

impl Answering {
    // Each step on a request's way is a state of one future, and has the request in it: boxed, all of them are small.
    async fn answer(self: Arc<Self>, request: Box<Request<Incoming>>) -> Result<Response<Body>, Infallible> {
        let state = self.state.load_full();
        Ok(self.proxy.answer(&state.wanted, &self.origin, request).await)
    }
}

async fn http1<S>(stream: S, answering: Arc<Answering>, closing: Closing)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let mut builder = http1::Builder::new();
    builder
        .timer(ConnectionTimer::default())
        .header_read_timeout(HEADERS_WITHIN)
        .max_headers(HEADERS_MAX)
        .max_header_size(HEADER_BYTES_MAX)
        .pipeline_flush(true);
    let answer = service_fn(move |request| Arc::clone(&answering).answer(Box::new(request)));
    let connection = builder.serve_connection(TokioIo::new(stream), answer).with_upgrades();
    let connection = pin!(connection);
    let ended =
        closing.drive(connection, Future::poll, http1::UpgradeableConnection::graceful_shutdown).await;
    if let Some(Err(error)) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
}

async fn http2<S>(stream: S, answering: Arc<Answering>, closing: Closing)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (executor, mut streams) = (InTask::default(), Streams::default());
    let mut builder = http2::Builder::new(executor.clone());
    builder
        .timer(TokioTimer::new())
        .max_header_list_size(HEADER_BYTES_MAX as u32)
        .max_concurrent_streams(STREAMS_MAX);
    let answer = service_fn(move |request| Arc::clone(&answering).answer(Box::new(request)));
    let connection = pin!(builder.serve_connection(TokioIo::new(stream), answer));
    let poll = |connection: Pin<&mut http2::Connection<_, _, _>>, context: &mut Context<'_>| {
        streams.poll_with(&executor, context, |context| connection.poll(context))
    };
    let ended = closing.drive(connection, poll, http2::Connection::graceful_shutdown).await;
    if let Some(Err(error)) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
}
