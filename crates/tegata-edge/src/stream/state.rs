//! What connections and datagrams of all listeners share, and what one listener does with them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tegata_accept::Places;

use super::choice::FlowHash;
use crate::firewall::Firewall;
use crate::stream_settings::Alpn;
use crate::target::group::Groups;
use crate::tls::certificate::Certificates;
use crate::vocabulary::{Carries, Forward, Seconds, Stream};

/// What an open socket does with bytes and datagrams; replaced as a whole.
pub(crate) struct StreamState {
    /// Who may connect, and to where.
    pub(crate) firewall: Arc<Firewall>,
    pub(crate) forward: Forward,
    pub(crate) idle_timeout: Duration,
    pub(crate) datagram_idle_timeout: Duration,
    /// Whether connections are accepted.
    pub(crate) takes_connections: bool,
    /// Whether datagrams are received.
    pub(crate) takes_datagrams: bool,
    /// Whether a connection needs a protocol that was agreed on by ALPN.
    pub(crate) needs_protocol: bool,
}

impl StreamState {
    /// As a listener has it.
    pub(crate) fn new(stream: &Stream, firewall: Arc<Firewall>) -> StreamState {
        StreamState {
            firewall,
            forward: stream.forward.clone(),
            idle_timeout: stream.idle_timeout,
            datagram_idle_timeout: stream.datagram_idle_timeout,
            takes_connections: stream.carries.connections(),
            takes_datagrams: stream.carries.datagrams(),
            needs_protocol: matches!(stream.carries, Carries::Tls(_, Alpn::Http2Only)),
        }
    }
}

/// What all connections and flows use.
#[derive(Clone)]
pub(crate) struct Streams {
    pub(crate) certificates: Arc<Certificates>,
    pub(crate) groups: Groups,
    pub(crate) now: Seconds,
    pub(crate) handshakes: Arc<Handshakes>,
    pub(crate) hash: Arc<FlowHash>,
    /// One for each client's flow of datagrams.
    pub(crate) flow_places: Places,
}

/// How many handshakes there were.
#[derive(Debug, Default)]
pub(crate) struct Handshakes {
    pub(crate) done: AtomicU64,
    pub(crate) failed: AtomicU64,
}

impl Handshakes {
    pub(crate) fn count(&self, done: bool) {
        let counter = if done { &self.done } else { &self.failed };
        counter.fetch_add(1, Ordering::Relaxed);
    }
}
