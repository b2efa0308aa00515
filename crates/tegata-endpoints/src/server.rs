//! The listening socket: connections, their limits, and a graceful stop.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::Api;

/// How many connections may be open at once; further ones wait in the socket's backlog.
const CONNECTIONS_MAX: usize = 4096;
/// How long a client may take to send a request's headers.
const HEADERS_WITHIN: Duration = Duration::from_secs(15);
/// How many headers, and how many bytes of them, a request may have.
const HEADERS_MAX: usize = 128;
const HEADER_BYTES_MAX: usize = 32 * 1024;
/// How long requests in progress may go on once a stop was asked for.
const DRAIN_WITHIN: Duration = Duration::from_secs(10);

/// Why the API's socket could not be opened.
#[derive(Debug, thiserror::Error)]
#[error(
    "the API cannot listen on {address}: {source}. Choose another address with --api, or stop what listens there"
)]
pub struct BindError {
    address: SocketAddr,
    source: io::Error,
}

/// The API's socket, open but not served yet.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
}

impl Server {
    /// Opens the socket; port 0 takes a free one.
    ///
    /// # Errors
    /// When the address is taken or may not be used.
    pub async fn bind(address: SocketAddr) -> Result<Server, BindError> {
        let fault = |source| BindError { address, source };
        let listener = TcpListener::bind(address).await.map_err(fault)?;
        let address = listener.local_addr().map_err(fault)?;
        Ok(Server { listener, address })
    }

    /// The address it listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `stop`, then lets requests in progress end.
    pub async fn serve(self, api: Api, stop: CancellationToken) {
        let connections = TaskTracker::new();
        let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
        loop {
            let Ok(place) = Arc::clone(&places).acquire_owned().await else { break };
            let accepted = tokio::select! {
                accepted = self.listener.accept() => accepted,
                () = stop.cancelled() => break,
            };
            match accepted {
                Ok((stream, peer)) => {
                    let api = api.clone();
                    let stop = stop.clone();
                    connections.spawn(async move {
                        serve_connection(stream, peer, api, stop).await;
                        drop(place);
                    });
                }
                Err(error) => {
                    // Out of file descriptors: accepting again at once would only spin.
                    tracing::warn!(%error, "a connection to the API was not accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
        }
        connections.close();
        if tokio::time::timeout(DRAIN_WITHIN, connections.wait()).await.is_err() {
            tracing::warn!(left = connections.len(), "stopping with API requests still in progress");
        }
    }
}

async fn serve_connection(stream: TcpStream, peer: SocketAddr, api: Api, stop: CancellationToken) {
    // Answers are written whole; waiting to fill a segment only adds latency.
    let _ = stream.set_nodelay(true);
    let answer = service_fn(move |request: hyper::Request<Incoming>| {
        let api = api.clone();
        async move { Ok::<hyper::Response<Full<Bytes>>, Infallible>(api.answer(request, peer).await) }
    });
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS_WITHIN)
        .max_headers(HEADERS_MAX)
        .max_buf_size(HEADER_BYTES_MAX)
        .pipeline_flush(true);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(Duration::from_secs(30))
        .max_header_list_size(HEADER_BYTES_MAX as u32)
        .max_concurrent_streams(128);
    let connection = builder.serve_connection(TokioIo::new(stream), answer);
    tokio::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stop.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%peer, %error, "an API connection ended early");
    }
}
