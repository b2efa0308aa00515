//! What a listener speaks, in the names of the API.

use super::kind::Kind;

/// `Protocol` of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// HTTP in the clear.
    Http,
    /// HTTP over TLS.
    Https,
    /// Bytes in the clear.
    Tcp,
    /// Bytes over TLS, which ends here.
    Tls,
    /// Datagrams.
    Udp,
    /// Bytes in the clear, and datagrams on the same port.
    TcpUdp,
}

/// Those of network load balancers.
const NETWORK: [Protocol; 4] = [Protocol::Tcp, Protocol::Tls, Protocol::Udp, Protocol::TcpUdp];
/// Those of application load balancers.
const APPLICATION: [Protocol; 2] = [Protocol::Http, Protocol::Https];

impl Protocol {
    /// The protocols that listeners of a kind of load balancer speak.
    #[must_use]
    pub fn of(kind: Kind) -> &'static [Protocol] {
        match kind {
            Kind::Application => &APPLICATION,
            Kind::Network => &NETWORK,
        }
    }

    /// The kind of load balancer whose listeners speak it.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self {
            Protocol::Http | Protocol::Https => Kind::Application,
            Protocol::Tcp | Protocol::Tls | Protocol::Udp | Protocol::TcpUdp => Kind::Network,
        }
    }

    /// Whether TLS ends at a listener that speaks it.
    #[must_use]
    pub fn is_tls(self) -> bool {
        matches!(self, Protocol::Https | Protocol::Tls)
    }

    /// The name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Protocol::Http => "HTTP",
            Protocol::Https => "HTTPS",
            Protocol::Tcp => "TCP",
            Protocol::Tls => "TLS",
            Protocol::Udp => "UDP",
            Protocol::TcpUdp => "TCP_UDP",
        }
    }

    /// The protocol of this name on the wire.
    #[must_use]
    pub fn from_wire(name: &str) -> Option<Protocol> {
        APPLICATION.into_iter().chain(NETWORK).find(|protocol| protocol.as_str() == name)
    }
}
