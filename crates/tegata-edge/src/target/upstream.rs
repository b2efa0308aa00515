//! One target as requests reach it: the connections to it, and how many it may have.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use http::{Request, Response};
use hyper::body::Incoming;
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::time::Instant;
use tokio_util::task::TaskTracker;

use super::answer_body::AnswerBody;
use super::connection::UpstreamConnection;
use super::exchange::{Exchange, Reuse};
use super::fault::Fault;
use super::idle::IdleConnections;
use super::stream::TargetStream;
use crate::vocabulary::PermitTarget;

/// How long a target may take to accept a connection (ELB: 10 seconds, then 504).
const CONNECT_WITHIN: Duration = Duration::from_secs(10);
/// How many connections a target may have, idle and upgraded ones included. A request has one from its beginning to its
/// end, so this bounds the requests that wait for a target as well; further ones are answered with 503.
const CONNECTIONS_MAX: usize = 4096;

/// One target, and the connections to it.
pub(crate) struct Upstream {
    address: SocketAddr,
    idle: Arc<IdleConnections>,
    /// One for each connection that it may have.
    places: Arc<Semaphore>,
    permit: PermitTarget,
}

impl Upstream {
    /// A target; `permit` judges its address before each connection.
    pub(crate) fn new(address: SocketAddr, permit: PermitTarget) -> Upstream {
        let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
        Upstream { address, idle: Arc::default(), places, permit }
    }

    /// Sends a request on a kept connection or a new one, and waits for the answer's head.
    pub(crate) async fn send(
        &self,
        mut request: Box<Request<Incoming>>,
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
        request: Box<Request<Incoming>>,
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
    }

    async fn connect(&self) -> Result<TargetStream<TcpStream>, Fault> {
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| Fault::Full(CONNECTIONS_MAX))?;
        // Judged each time: which sockets are open changes while targets stay registered.
        (self.permit)(self.address).map_err(Fault::NotPermitted)?;
        let connected = tokio::time::timeout(CONNECT_WITHIN, TcpStream::connect(self.address)).await;
        let stream = connected.map_err(|_| Fault::Late)?.map_err(Fault::Unreachable)?;
        // Requests are written whole; waiting to fill a segment only adds latency.
        let _ = stream.set_nodelay(true);
        Ok(TargetStream::new(stream, place))
    }

    fn answer(
        &self,
        connection: Box<UpstreamConnection>,
        response: Response<Incoming>,
    ) -> Response<AnswerBody> {
        response.map(|incoming| AnswerBody::new(incoming, connection, Arc::clone(&self.idle)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_target_has_a_limited_number_of_connections() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let upstream = Upstream::new(listener.local_addr().expect("an address"), Arc::new(|_| Ok(())));
        upstream.places.forget_permits(CONNECTIONS_MAX - 1);
        let last = upstream.connect().await.expect("a connection");
        assert!(matches!(upstream.connect().await, Err(Fault::Full(_))));
        drop(last);
        assert!(upstream.connect().await.is_ok(), "its place is free again");
    }
}
