//! One target as requests reach it: the connections to it, and how many it may have.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use http::{Request, Response};
use hyper::body::Incoming;
use parking_lot::Mutex;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::alpn_tls::AlpnTls;
use super::answer_body::AnswerBody;
use super::connection::UpstreamConnection;
use super::exchange::{Exchange, Reuse};
use super::fault::Fault;
use super::http2::Http2Connections;
use super::idle::IdleConnections;
use super::request_body::RequestBody;
use super::socket::Socket;
use super::stream::TargetStream;
use super::tls::{TargetTls, Verifying};
use crate::group_settings::{GroupSettings, TargetVersion, Transport};
use crate::vocabulary::PermitTarget;

/// How long a target may take to accept a connection (ELB: 10 seconds, then 504).
const CONNECT_WITHIN: Duration = Duration::from_secs(10);
/// How many connections a target may have, idle and upgraded ones included. A request has one from its beginning to its
/// end, so this bounds the requests that wait for a target as well; further ones are answered with 503.
const CONNECTIONS_MAX: usize = 4096;
/// How many connections that carry any bytes a target may have: each is a client's, and many are idle.
const STREAMS_MAX: usize = 32_768;

/// How long a handshake with a target may take (ELB: 10 seconds, then 502).
const HANDSHAKE_WITHIN: Duration = Duration::from_secs(10);
/// How often a request is tried on connections of HTTP/2 that turn out to be closed, before it gets a new one.
const RETRIES_MAX: usize = 3;

/// One target, and the connections to it.
pub(crate) struct Upstream {
    address: SocketAddr,
    version: TargetVersion,
    tls: Option<TargetTls>,
    /// For connections that carry any bytes.
    stream_tls: Option<AlpnTls>,
    /// Ends what is carried to it now.
    streams_end: Mutex<CancellationToken>,
    idle: Arc<IdleConnections>,
    http2: Http2Connections,
    /// How many requests are in progress, where that is counted.
    outstanding: AtomicUsize,
    /// Since when its share of the requests grows.
    slow_start: Mutex<Option<Instant>>,
    /// One for each connection that it may have.
    places: Arc<Semaphore>,
    /// One for each connection that carries any bytes.
    stream_places: Arc<Semaphore>,
    permit: PermitTarget,
}

impl Upstream {
    /// A target that is spoken to as its group says; `permit` judges its address before each connection.
    pub(crate) fn new(
        address: SocketAddr,
        permit: PermitTarget,
        settings: &GroupSettings,
        verifying: &Verifying,
    ) -> Upstream {
        let with_tls = settings.transport == Transport::Tls;
        Upstream {
            address,
            version: settings.version,
            tls: with_tls
                .then(|| TargetTls::new(settings.version, settings.verification.as_ref(), verifying)),
            stream_tls: with_tls.then(|| AlpnTls::new(verifying)),
            streams_end: Mutex::default(),
            idle: Arc::default(),
            http2: Http2Connections::default(),
            outstanding: AtomicUsize::new(0),
            slow_start: Mutex::new(None),
            places: Arc::new(Semaphore::new(CONNECTIONS_MAX)),
            stream_places: Arc::new(Semaphore::new(STREAMS_MAX)),
            permit,
        }
    }

    /// Where it is reached.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Counts a request as in progress until what this returns is dropped.
    pub(crate) fn begin(self: &Arc<Upstream>) -> Outstanding {
        self.outstanding.fetch_add(1, Ordering::Relaxed);
        Outstanding(Arc::clone(self))
    }

    /// How many requests are in progress.
    pub(super) fn outstanding(&self) -> usize {
        self.outstanding.load(Ordering::Relaxed)
    }

    /// Lets its share of the requests grow from now on.
    pub(super) fn begin_slow_start(&self) {
        *self.slow_start.lock() = Some(Instant::now());
    }

    /// Ends its slow start.
    pub(super) fn end_slow_start(&self) {
        *self.slow_start.lock() = None;
    }

    /// Its share of the requests that it would otherwise get, from 0 to 1, when that takes `duration` to become 1.
    pub(super) fn share(&self, now: Instant, duration: Duration) -> f64 {
        let began = *self.slow_start.lock();
        began.map_or(1.0, |began| (now - began).div_duration_f64(duration).min(1.0))
    }

    /// Sends a request on a kept connection or a new one, and waits for the answer's head.
    pub(crate) async fn send(
        &self,
        request: Box<Request<RequestBody>>,
        exchange: Exchange,
        tasks: &TaskTracker,
    ) -> Result<Response<AnswerBody>, Fault> {
        match self.version {
            TargetVersion::Http1 => self.send_http1(request, exchange).await,
            TargetVersion::Http2 | TargetVersion::Grpc => {
                Box::pin(self.send_http2(request, exchange, tasks)).await
            }
        }
    }

    async fn send_http2(
        &self,
        mut request: Box<Request<RequestBody>>,
        exchange: Exchange,
        tasks: &TaskTracker,
    ) -> Result<Response<AnswerBody>, Fault> {
        for _ in 0..RETRIES_MAX {
            let Some(place) = self.http2.take(Instant::now()) else { break };
            match place.send(*request, exchange).await {
                Ok((response, stream)) => {
                    return Ok(response.map(|incoming| AnswerBody::of_stream(incoming, stream)));
                }
                // The target had closed the connection before anything was sent.
                Err((_, Some(unsent))) => request = unsent,
                Err((fault, None)) => return Err(fault),
            }
        }
        let place = self.http2.open(self.connect().await?, tasks, Instant::now()).await?;
        match place.send(*request, exchange).await {
            Ok((response, stream)) => Ok(response.map(|incoming| AnswerBody::of_stream(incoming, stream))),
            Err((fault, _)) => Err(fault),
        }
    }

    async fn send_http1(
        &self,
        mut request: Box<Request<RequestBody>>,
        exchange: Exchange,
    ) -> Result<Response<AnswerBody>, Fault> {
        let now = Instant::now();
        let may_be_kept = exchange.reuse == Reuse::Allowed;
        while let Some(mut connection) = may_be_kept.then(|| self.idle.take(now)).flatten() {
            match connection.send(request, exchange, now).await {
                Ok(response) => return Ok(self.answer(connection, response)),
                // The target had closed it before anything was sent.
                Err((_, Some(unsent))) => request = unsent,
                Err((fault, None)) => return Err(fault),
            }
        }
        let mut connection = UpstreamConnection::open(self.connect().await?, exchange).await?;
        match connection.send(request, exchange, Instant::now()).await {
            Ok(response) => Ok(self.answer(connection, response)),
            Err((fault, _)) => Err(fault),
        }
    }

    /// Sends a request that may change the protocol, on a connection that is driven by a task of its own.
    pub(crate) async fn send_upgrade(
        &self,
        request: Box<Request<RequestBody>>,
        exchange: Exchange,
        tasks: &TaskTracker,
    ) -> Result<Response<AnswerBody>, Fault> {
        let connection = UpstreamConnection::open(self.connect().await?, exchange).await?;
        let response = connection.send_upgrade(request, exchange, tasks).await?;
        Ok(response.map(AnswerBody::detached))
    }

    /// Drops connections that have been idle for long.
    pub(crate) fn sweep(&self) {
        self.idle.sweep();
        self.http2.sweep(Instant::now());
    }

    /// Opens a connection that carries any bytes: first `header`, then those of TLS, which offers what was `agreed` on
    /// with the client.
    pub(crate) async fn open_stream(
        &self,
        header: Option<&[u8]>,
        agreed: Option<&[u8]>,
    ) -> Result<TargetStream<Socket>, Fault> {
        let (mut stream, place) = self.reach(&self.stream_places, STREAMS_MAX).await?;
        if let Some(header) = header {
            // It fits into the empty buffer of a new connection.
            stream.write_all(header).await.map_err(Fault::Unreachable)?;
        }
        let tls = self.stream_tls.as_ref().map(|tls| tls.offering(agreed));
        Ok(TargetStream::new(self.secure(stream, tls).await?, place))
    }

    /// Cancelled when what is carried to the target from now on has to end.
    pub(crate) fn streams_end(&self) -> CancellationToken {
        self.streams_end.lock().clone()
    }

    /// Ends what is carried to the target now; what comes later is carried on.
    pub(super) fn end_streams(&self) {
        std::mem::take(&mut *self.streams_end.lock()).cancel();
    }

    /// Whether it may be connected to. Judged each time: which sockets are open changes while targets stay registered.
    pub(crate) fn permitted(&self) -> Result<(), Fault> {
        (self.permit)(self.address).map_err(Fault::NotPermitted)
    }

    async fn connect(&self) -> Result<TargetStream<Socket>, Fault> {
        let (stream, place) = self.reach(&self.places, CONNECTIONS_MAX).await?;
        Ok(TargetStream::new(self.secure(stream, self.tls.as_ref()).await?, place))
    }

    /// A new connection, and its place.
    async fn reach(
        &self,
        places: &Arc<Semaphore>,
        places_max: usize,
    ) -> Result<(TcpStream, OwnedSemaphorePermit), Fault> {
        let place = Arc::clone(places).try_acquire_owned().map_err(|_| Fault::Full(places_max))?;
        self.permitted()?;
        let connected = tokio::time::timeout(CONNECT_WITHIN, TcpStream::connect(self.address)).await;
        let stream = connected.map_err(|_| Fault::Late)?.map_err(Fault::Unreachable)?;
        // Requests are written whole; waiting to fill a segment only adds latency.
        let _ = stream.set_nodelay(true);
        Ok((stream, place))
    }

    async fn secure(&self, stream: TcpStream, tls: Option<&TargetTls>) -> Result<Socket, Fault> {
        let Some(tls) = tls else { return Ok(Socket::Clear(stream)) };
        let secured = tokio::time::timeout(HANDSHAKE_WITHIN, tls.connect(stream, self.address)).await;
        let secured = secured.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()));
        Ok(Socket::Tls(secured.map_err(Fault::Tls)?))
    }

    fn answer(
        &self,
        connection: Box<UpstreamConnection>,
        response: Response<Incoming>,
    ) -> Response<AnswerBody> {
        response.map(|incoming| AnswerBody::new(incoming, connection, Arc::clone(&self.idle)))
    }
}

/// A request in progress.
pub(crate) struct Outstanding(Arc<Upstream>);

impl Drop for Outstanding {
    fn drop(&mut self) {
        self.0.outstanding.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_target_has_a_limited_number_of_connections() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let upstream =
            Upstream::new(address, Arc::new(|_| Ok(())), &GroupSettings::default(), &Verifying::none());
        upstream.places.forget_permits(CONNECTIONS_MAX - 1);
        let last = upstream.connect().await.expect("a connection");
        assert!(matches!(upstream.connect().await, Err(Fault::Full(_))));
        drop(last);
        assert!(upstream.connect().await.is_ok(), "its place is free again");
    }
}
