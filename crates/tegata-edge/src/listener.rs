//! Listeners: open sockets, and what is done with what comes in.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use arc_swap::ArcSwap;
use tegata_accept::{Closing, DRAIN_WITHIN, accept, bind};
use tokio::net::TcpListener;
use tokio_util::task::TaskTracker;

use crate::Key;
use crate::connection::{Serving, serve};
use crate::handshake::Terminator;

/// A listener as it is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listener {
    /// Where it listens.
    pub address: SocketAddr,
    /// HTTP over TLS; HTTP in the clear when there is none.
    pub tls: Option<Tls>,
    /// What is done with requests.
    pub action: Action,
}

/// TLS as a listener speaks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tls {
    /// A security policy's name.
    pub policy: String,
    /// Served when no other certificate matches.
    pub default_certificate: Key,
    /// Those to choose from by name.
    pub certificates: Vec<Key>,
}

/// What is done with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// It goes to a target of one of these groups, by their weights.
    Forward(Vec<(Key, u32)>),
    /// It is answered here.
    FixedResponse(FixedResponse),
    /// Its client is sent elsewhere.
    Redirect(Redirect),
}

/// An answer of the edge's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixedResponse {
    /// HTTP status.
    pub status: u16,
    /// Media type.
    pub content_type: Option<String>,
    /// Body.
    pub body: String,
}

/// Where a client is sent. Each part may hold `#{protocol}`, `#{host}`, `#{port}`, `#{path}` and `#{query}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// `HTTP`, `HTTPS` or a placeholder.
    pub protocol: String,
    /// A port or a placeholder.
    pub port: String,
    /// A host name.
    pub host: String,
    /// Begins with `/`.
    pub path: String,
    /// Without the `?`.
    pub query: String,
    /// For good (301), or for now (302).
    pub permanent: bool,
}

/// Why a listener is not open.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// The socket could not be opened.
    #[error("{address} could not be opened: {source}")]
    Socket {
        /// Where.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// No such security policy.
    #[error("there is no security policy {0}")]
    Policy(String),
    /// TLS could not be set up.
    #[error("TLS could not be set up: {0}")]
    Tls(#[from] s2n_tls::error::Error),
}

/// What an open listener does at the moment; replaced as a whole.
pub(crate) struct State {
    pub(crate) wanted: Listener,
    pub(crate) terminator: Option<Arc<Terminator>>,
}

/// An open listener.
pub(crate) struct OpenListener {
    pub(crate) address: SocketAddr,
    pub(crate) state: Arc<ArcSwap<State>>,
    closing: Closing,
    connections: TaskTracker,
}

impl OpenListener {
    /// Opens the socket and accepts from now on.
    pub(crate) fn open(
        state: State,
        serving: Serving,
        tasks: &TaskTracker,
    ) -> Result<OpenListener, ListenError> {
        let wanted = state.wanted.address;
        let fault = |source| ListenError::Socket { address: wanted, source };
        let listener = bind(wanted).map_err(fault)?;
        let address = listener.local_addr().map_err(fault)?;
        let state = Arc::new(ArcSwap::from_pointee(state));
        let (closing, connections) = (Closing::default(), TaskTracker::new());
        tasks.spawn(accept_all(listener, Arc::clone(&state), serving, closing.clone(), connections.clone()));
        Ok(OpenListener { address, state, closing, connections })
    }

    /// Closes the socket; connections finish what they have, and are cut off when they take too long.
    pub(crate) async fn close(self) {
        self.closing.begin();
        self.connections.close();
        // A handshake may have had its own time before; what is left after twice as long ends with the process.
        let _ = tokio::time::timeout(DRAIN_WITHIN * 2, self.connections.wait()).await;
    }
}

async fn accept_all(
    listener: TcpListener,
    state: Arc<ArcSwap<State>>,
    serving: Serving,
    closing: Closing,
    connections: TaskTracker,
) {
    let address = listener.local_addr().unwrap_or_else(|_| state.load().wanted.address);
    let places = serving.places.clone();
    let serve = |stream, peer, place| {
        let connection =
            serve(stream, peer, place, address, Arc::clone(&state), serving.clone(), closing.clone());
        connections.spawn(connection);
    };
    accept(listener, "edge", &places, &closing, serve).await;
}
