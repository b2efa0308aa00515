//! The listening socket: connections, their limits, and a graceful stop.

use std::error::Error;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::{Request, StatusCode};
use tegata_accept::http::{self, Limits};
use tegata_accept::{
    ClientStream, Closing, DRAIN_WITHIN, Deadlines, Place, Places, accept, bind, descriptors,
};
use tegata_edge::server::{FIRST_OCTET, TlsServer};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::Api;

/// How many connections may be open at once; one that is idle gives way to a new one. Half of them for one client.
const CONNECTIONS_MAX: usize = 4096;
/// One in how many of the process's file descriptors may be a connection to the API.
const DESCRIPTORS_PART: u64 = 4;
const DEADLINES: Deadlines = Deadlines {
    first_byte: Duration::from_secs(10),
    idle: Duration::from_secs(30),
    in_progress: Duration::from_secs(90),
    write: Duration::from_secs(30),
};
const LIMITS: Limits = Limits {
    headers_within: Duration::from_secs(15),
    idle: Duration::from_secs(30),
    write: Duration::from_secs(30),
    target_bytes_max: 32 * 1024,
    header_bytes_max: 32 * 1024,
    one_header_bytes_max: 32 * 1024,
    headers_max: 128,
    too_large: StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
    streams_max: 64,
    connection_age: Duration::from_secs(24 * 60 * 60),
};

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
    pub fn bind(address: SocketAddr) -> Result<Server, BindError> {
        let fault = |source| BindError { address, source };
        let listener = bind(address).map_err(fault)?;
        let address = listener.local_addr().map_err(fault)?;
        Ok(Server { listener, address })
    }

    /// The address it listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `stop`, then lets requests in progress end. Without `tls` everything is served in the clear; with it
    /// only what relying parties fetch is, since a client that checks a certificate's status cannot verify another one
    /// for that (CA/B Baseline Requirements §7.1.2.11.2).
    pub async fn serve(self, api: Api, tls: Option<Arc<TlsServer>>, stop: CancellationToken) {
        let (connections, closing) = (TaskTracker::new(), Closing::default());
        let places = descriptors::within_limit(CONNECTIONS_MAX, DESCRIPTORS_PART);
        let places = Places::new(places, places / 2);
        let accepting = accept(self.listener, "API", &places, &closing, |stream, peer, place| {
            let (api, tls, closing) = (api.clone(), tls.clone(), closing.clone());
            connections.spawn(serve_connection(stream, peer, place, api, tls, closing));
        });
        let stopping = async {
            stop.cancelled().await;
            closing.begin();
        };
        tokio::join!(accepting, stopping);
        connections.close();
        if tokio::time::timeout(DRAIN_WITHIN, connections.wait()).await.is_err() {
            tracing::warn!(left = connections.len(), "stopping with API requests still in progress");
        }
    }
}

async fn serve_connection(
    stream: TcpStream,
    peer: SocketAddr,
    place: Place,
    api: Api,
    tls: Option<Arc<TlsServer>>,
    closing: Closing,
) {
    // Answers are written whole; waiting to fill a segment only adds latency.
    let _ = stream.set_nodelay(true);
    let mut stream = ClientStream::new(stream, place, DEADLINES);
    // A client that says nothing costs nothing more than this.
    let readable = tokio::select! {
        readable = stream.readable() => readable,
        () = closing.begun() => return,
    };
    if readable.is_err() {
        return;
    }
    if let Err(error) = Box::pin(serve_begun(stream, peer, api, tls, closing)).await {
        tracing::debug!(%peer, %error, "an API connection ended early");
    }
}

/// Serves a connection whose client has begun to send.
async fn serve_begun(
    mut stream: ClientStream<TcpStream>,
    peer: SocketAddr,
    api: Api,
    tls: Option<Arc<TlsServer>>,
    closing: Closing,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    let activity = stream.activity().clone();
    let of_requests = activity.clone();
    let tls_client = match tls {
        Some(tls) if stream.first_octet().await? == Some(FIRST_OCTET) => Some(tls),
        Some(_) => {
            let answer = move |request: Request<Incoming>| {
                let (api, activity) = (api.clone(), of_requests.clone());
                async move { api.answer_in_the_clear(request, peer, &activity).await }
            };
            return http::serve(stream, &LIMITS, &closing, answer).await;
        }
        None => None,
    };
    let answer = move |request: Request<Incoming>| {
        let (api, activity) = (api.clone(), of_requests.clone());
        async move { api.answer(request, peer, &activity).await }
    };
    let Some(tls) = tls_client else { return http::serve(stream, &LIMITS, &closing, answer).await };
    let stream = tls.accept(stream).await?;
    match stream.is_http2() {
        true => http::http2(stream, activity, &LIMITS, &closing, answer).await?,
        false => http::http1(stream, activity, &LIMITS, &closing, answer).await?,
    }
    Ok(())
}
