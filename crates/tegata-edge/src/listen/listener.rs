//! Open sockets: each accepts connections and hands them over.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use arc_swap::ArcSwap;
use tegata_accept::{Closing, DRAIN_WITHIN, accept, bind};
use tokio::net::TcpListener;
use tokio_util::task::TaskTracker;

use super::connection::{Serving, State, serve};
use crate::stream::datagrams;

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
    /// The socket for connections.
    connections: Option<OpenSocket>,
    /// The socket for datagrams.
    datagrams: Option<OpenSocket>,
}

impl OpenListener {
    /// Opens the sockets and accepts from now on.
    pub(crate) fn open(
        state: State,
        serving: &Serving,
        tasks: &TaskTracker,
    ) -> Result<OpenListener, ListenError> {
        let address = state.address;
        let state = Arc::new(ArcSwap::from_pointee(state));
        let mut open = OpenListener { address, state, connections: None, datagrams: None };
        let now = open.state.load_full();
        open.open_missing(&now, serving, tasks)?;
        Ok(open)
    }

    /// Replaces what is served; sockets that stay needed stay open. Returns what was served before.
    pub(crate) fn replace(
        &mut self,
        state: State,
        serving: &Serving,
        tasks: &TaskTracker,
    ) -> Result<Arc<State>, ListenError> {
        self.open_missing(&state, serving, tasks)?;
        let (with_connections, with_datagrams) = (state.takes_connections(), state.takes_datagrams());
        let before = self.state.swap(Arc::new(state));
        let surplus =
            [self.connections.take_if(|_| !with_connections), self.datagrams.take_if(|_| !with_datagrams)];
        surplus.into_iter().flatten().for_each(|socket| {
            tasks.spawn(socket.close());
        });
        Ok(before)
    }

    fn open_missing(
        &mut self,
        state: &State,
        serving: &Serving,
        tasks: &TaskTracker,
    ) -> Result<(), ListenError> {
        let to_open = self.address;
        let fault = |source| ListenError::Socket { address: to_open, source };
        if state.takes_connections() && self.connections.is_none() {
            let listener = bind(to_open).map_err(fault)?;
            self.address = listener.local_addr().map_err(fault)?;
            let socket = OpenSocket::default();
            tasks.spawn(accept_all(listener, Arc::clone(&self.state), serving.clone(), socket.clone()));
            self.connections = Some(socket);
        }
        if state.takes_datagrams() && self.datagrams.is_none() {
            // The same port, where the first socket has taken a free one.
            let datagrams = datagrams::bind(self.address).map_err(fault)?;
            self.address = datagrams.local_addr().map_err(fault)?;
            let (socket, state) = (OpenSocket::default(), Arc::clone(&self.state));
            tasks.spawn(datagrams::serve(
                Arc::new(datagrams),
                move || state.load().stream.clone(),
                serving.streams.clone(),
                socket.closing.clone(),
                socket.tasks.clone(),
            ));
            self.datagrams = Some(socket);
        }
        Ok(())
    }

    /// Closes the sockets; connections finish what they have, and are cut off when they take too long.
    pub(crate) async fn close(self) {
        let both = [self.connections, self.datagrams].into_iter().flatten().map(OpenSocket::close);
        futures_util::future::join_all(both).await;
    }
}

/// A socket, and what runs for its clients.
#[derive(Default, Clone)]
struct OpenSocket {
    closing: Closing,
    tasks: TaskTracker,
}

impl OpenSocket {
    async fn close(self) {
        self.closing.begin();
        self.tasks.close();
        // A handshake may have had its own time before; what is left after twice as long ends with the process.
        let _ = tokio::time::timeout(DRAIN_WITHIN * 2, self.tasks.wait()).await;
    }
}

async fn accept_all(listener: TcpListener, state: Arc<ArcSwap<State>>, serving: Serving, socket: OpenSocket) {
    let address = listener.local_addr().unwrap_or_else(|_| state.load().address);
    let places = serving.places.clone();
    let serve = |stream, peer: SocketAddr, place| {
        if !state.load().firewall.admits(peer.ip()) {
            tracing::debug!(%address, client = %peer.ip(), "no security group lets this client in");
            return;
        }
        let closing = socket.closing.clone();
        let connection = serve(stream, peer, place, address, Arc::clone(&state), serving.clone(), closing);
        socket.tasks.spawn(connection);
    };
    accept(listener, "edge", &places, &socket.closing, serve).await;
}
