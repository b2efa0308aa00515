//! The authoritative server: sockets around [`crate::zone::answer`].

mod cookies;
mod metrics;
mod rate_limit;
mod responder;
mod tcp;
mod udp;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use socket2::{Domain, Protocol, Socket, Type};
use tokio::net::{TcpListener, UdpSocket};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub use self::metrics::QueryMetrics;
use self::responder::Responder;
pub use self::responder::Surroundings;
use crate::zone::Snapshot;

/// How many sockets share the UDP port: the kernel spreads clients over them.
const UDP_SOCKETS: u32 = 2;
/// Room for bursts, in bytes.
const RECEIVE_BUFFER: usize = 4 << 20;
/// How often the secret of DNS cookies is changed (RFC 9018 §5 leaves it to us).
const SECRET_LIFE: Duration = Duration::from_secs(24 * 3600);
/// Taking a free port for UDP and TCP both may need several tries.
const TRIES: usize = 16;

/// Why the server could not be started.
#[derive(Debug, thiserror::Error)]
#[error(
    "the DNS server cannot listen on {address} by {transport}: {source}. Choose another address with --dns, or stop what listens there"
)]
pub struct BindError {
    address: SocketAddr,
    transport: &'static str,
    source: io::Error,
}

/// The server's sockets, open but not served yet.
#[derive(Debug)]
pub struct Server {
    udp: Vec<UdpSocket>,
    tcp: TcpListener,
    address: SocketAddr,
}

impl Server {
    /// Opens the sockets, UDP and TCP on the same port; port 0 takes a free one.
    ///
    /// # Errors
    /// When the address is taken or may not be used.
    pub fn bind(address: SocketAddr) -> Result<Server, BindError> {
        let mut tries = 0;
        loop {
            tries += 1;
            match Server::bind_once(address) {
                // The port that was free for UDP may be taken for TCP.
                Err(error) if address.port() == 0 && tries < TRIES => {
                    tracing::debug!(%error, "trying another port");
                }
                done => return done,
            }
        }
    }

    fn bind_once(address: SocketAddr) -> Result<Server, BindError> {
        let fault = |transport| move |source| BindError { address, transport, source };
        // Another process must not share the port unseen, so the TCP socket, which is exclusive, comes first.
        let tcp = tegata_accept::bind(address).map_err(fault("TCP"))?;
        let address = tcp.local_addr().map_err(fault("TCP"))?;
        let fault = |source| BindError { address, transport: "UDP", source };
        let udp = (0..UDP_SOCKETS).map(|_| udp_socket(address).map_err(fault)).collect::<Result<_, _>>()?;
        Ok(Server { udp, tcp, address })
    }

    /// The address it listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers from whatever snapshot is current, until `stop`.
    pub async fn serve(
        self,
        snapshot: Arc<ArcSwap<Snapshot>>,
        surroundings: Surroundings,
        stop: CancellationToken,
    ) {
        let responder = Arc::new(Responder::new(snapshot, surroundings));
        let tasks = TaskTracker::new();
        for socket in self.udp {
            let limiter = responder.limiter(UDP_SOCKETS);
            tasks.spawn(udp::serve(socket, Arc::clone(&responder), limiter, stop.clone()));
        }
        tasks.spawn(rotate_secrets(Arc::clone(&responder), stop.clone()));
        tasks.spawn(tcp::serve(self.tcp, responder, stop));
        tasks.close();
        tasks.wait().await;
    }
}

async fn rotate_secrets(responder: Arc<Responder>, stop: CancellationToken) {
    while tokio::time::timeout(SECRET_LIFE, stop.cancelled()).await.is_err() {
        responder.rotate_secret();
    }
}

fn udp_socket(address: SocketAddr) -> io::Result<UdpSocket> {
    let socket = Socket::new(Domain::for_address(address), Type::DGRAM, Some(Protocol::UDP))?;
    socket.set_reuse_port(true)?;
    socket.set_nonblocking(true)?;
    // The system may grant less; that only shortens bursts.
    let _ = socket.set_recv_buffer_size(RECEIVE_BUFFER);
    socket.bind(&address.into())?;
    UdpSocket::from_std(socket.into())
}
