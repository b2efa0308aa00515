//! Looking at what servers serve: given by the process, which has the way out. This crate does not use the network itself.

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;

use tegata_model::placement::{Protocol, SeenAtHop};

/// Connects to a hop of a placement.
pub type ObserveHop = Arc<dyn Fn(HopQuery) -> Observing + Send + Sync>;

/// A look that is under way.
pub type Observing = Pin<Box<dyn Future<Output = SeenAtHop> + Send>>;

/// Which hop is looked at, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HopQuery {
    /// Its address, when this instance connects to it anyway: one of its edge's, or a target's.
    pub socket: Option<SocketAddr>,
    /// Where it listens, as `host:port`: for a hop whose address somebody wrote.
    pub address: String,
    /// What is served there.
    pub protocol: Protocol,
    /// The name to ask for.
    pub server_name: String,
}

/// For a process without a way out.
pub(super) fn unobserved() -> ObserveHop {
    Arc::new(|_| {
        let seen = SeenAtHop::NotPermitted("this process does not connect to other servers".to_owned());
        Box::pin(std::future::ready(seen))
    })
}
