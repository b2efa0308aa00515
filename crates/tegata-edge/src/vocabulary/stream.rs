//! Listeners that carry bytes or datagrams.

use std::time::Duration;

use super::Tls;
use super::routes::Forward;
use crate::stream_settings::Alpn;

/// What a listener of a network load balancer does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stream {
    /// What comes from clients.
    pub carries: Carries,
    /// To which target groups it goes. Clients do not stay with a group: `sticky_seconds` has no meaning here.
    pub forward: Forward,
    /// After how long without a byte either way both connections are reset.
    pub idle_timeout: Duration,
    /// After how long without a datagram either way a client's next one may go to another target.
    pub datagram_idle_timeout: Duration,
}

/// What comes from clients.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Carries {
    /// Bytes over TCP.
    Tcp,
    /// Bytes over TLS, which ends here.
    Tls(Tls, Alpn),
    /// Datagrams over UDP.
    Udp,
    /// Bytes over TCP and datagrams over UDP, on the same port.
    TcpAndUdp,
}

impl Carries {
    /// Whether connections are accepted.
    pub(crate) fn connections(&self) -> bool {
        !matches!(self, Carries::Udp)
    }

    /// Whether datagrams are received.
    pub(crate) fn datagrams(&self) -> bool {
        matches!(self, Carries::Udp | Carries::TcpAndUdp)
    }
}
