//! One connection of a client: handshake, then HTTP/1.1 or HTTP/2 as was agreed on.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_util::sync::CancellationToken;

use crate::certificate::Certificates;
use crate::client_stream::ClientStream;
use crate::edge::Seconds;
use crate::handshake;
use crate::listener::State;
use crate::proxy::{Origin, Proxy};

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
}

/// Serves a connection until its client leaves, it stands still, or `stop`.
pub(crate) async fn serve(
    stream: TcpStream,
    peer: SocketAddr,
    address: SocketAddr,
    state: Arc<ArcSwap<State>>,
    serving: Serving,
    stop: CancellationToken,
) {
    // Answers are gathered and flushed whole; waiting to fill a segment only adds latency.
    let _ = stream.set_nodelay(true);
    let stream = ClientStream::new(stream, IDLE_FOR);
    let terminator = state.load().terminator.clone();
    let is_tls = terminator.is_some();
    let origin = Origin { peer: peer.ip(), port: address.port(), is_tls };
    let speaking = Speaking { state, proxy: serving.proxy, origin, stop };
    let Some(terminator) = terminator else { return speaking.http1(stream).await };
    let accepted = handshake::accept(stream, terminator, serving.certificates, serving.now).await;
    let Some(stream) = accepted else { return };
    match stream.as_ref().application_protocol() {
        Some(b"h2") => speaking.http2(stream).await,
        _ => speaking.http1(stream).await,
    }
}

struct Speaking {
    state: Arc<ArcSwap<State>>,
    proxy: Proxy,
    origin: Origin,
    stop: CancellationToken,
}

impl Speaking {
    async fn http1<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(self, stream: S) {
        let Speaking { state, proxy, origin, stop } = self;
        let answer = service_fn(move |request: Request<Incoming>| {
            let (state, proxy) = (state.load_full(), proxy.clone());
            async move { Ok::<_, Infallible>(proxy.answer(&state.wanted, origin, request).await) }
        });
        let mut builder = http1::Builder::new();
        builder
            .timer(TokioTimer::new())
            .header_read_timeout(HEADERS_WITHIN)
            .max_headers(HEADERS_MAX)
            .max_buf_size(HEADER_BYTES_MAX)
            .pipeline_flush(true);
        let connection = builder.serve_connection(TokioIo::new(stream), answer).with_upgrades();
        let mut connection = std::pin::pin!(connection);
        let ended = tokio::select! {
            ended = connection.as_mut() => ended,
            () = stop.cancelled() => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        };
        if let Err(error) = ended {
            tracing::debug!(%error, "a connection ended early");
        }
    }

    async fn http2<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(self, stream: S) {
        let Speaking { state, proxy, origin, stop } = self;
        let answer = service_fn(move |request: Request<Incoming>| {
            let (state, proxy) = (state.load_full(), proxy.clone());
            async move { Ok::<_, Infallible>(proxy.answer(&state.wanted, origin, request).await) }
        });
        let mut builder = http2::Builder::new(TokioExecutor::new());
        builder
            .timer(TokioTimer::new())
            .max_header_list_size(HEADER_BYTES_MAX as u32)
            .max_concurrent_streams(STREAMS_MAX);
        let connection = builder.serve_connection(TokioIo::new(stream), answer);
        let mut connection = std::pin::pin!(connection);
        let ended = tokio::select! {
            ended = connection.as_mut() => ended,
            () = stop.cancelled() => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        };
        if let Err(error) = ended {
            tracing::debug!(%error, "a connection ended early");
        }
    }
}
