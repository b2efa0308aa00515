//! Open sockets: each accepts connections and hands them over.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use arc_swap::ArcSwap;
use tegata_accept::{Closing, DRAIN_WITHIN, accept, bind};
use tokio::net::TcpListener;
use tokio_util::task::TaskTracker;

use super::connection::{Serving, State, serve};

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
    /// A condition or a rewrite of a rule.
    #[error("a rule cannot be followed: {0}")]
    Rule(String),
    /// A default certificate that its policy does not take.
    #[error(
        "the security policy {0} takes ECDSA keys on P-384 only, and the default certificate's key is on another curve: \
         use a certificate with a key on P-384 or of RSA, or another policy"
    )]
    Curve(String),
    /// A security policy that listeners with mutual authentication cannot have.
    #[error(
        "the security policy {0} has protocol versions or cipher suites that are not supported with mutual authentication: \
         use ELBSecurityPolicy-TLS13-1-2-Res-2021-06, or mutual authentication mode off"
    )]
    MutualPolicy(String),
    /// TLS could not be set up.
    #[error("TLS could not be set up: {0}")]
    Tls(#[from] s2n_tls::error::Error),
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
        let address_to_open = state.address;
        let fault = |source| ListenError::Socket { address: address_to_open, source };
        let listener = bind(address_to_open).map_err(fault)?;
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
    let address = listener.local_addr().unwrap_or_else(|_| state.load().address);
    let places = serving.places.clone();
    let serve = |stream, peer, place| {
        let connection =
            serve(stream, peer, place, address, Arc::clone(&state), serving.clone(), closing.clone());
        connections.spawn(connection);
    };
    accept(listener, "edge", &places, &closing, serve).await;
}
