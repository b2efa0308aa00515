//! Which addresses the targets of load balancers may have.
//!
//! Looked at when a target is registered, and again before each connection to it: what this process listens on changes
//! while targets stay registered.

use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::sync::Arc;

use arc_swap::ArcSwap;
use ipnet::IpNet;

use crate::EdgeStatus;

/// Loopback, and what ELB takes for targets by address (ELB User Guide, "Target type": RFC 1918 and RFC 6598), and its
/// counterpart in IPv6 (RFC 4193).
const NETWORKS: &[(IpAddr, u8)] = &[
    (IpAddr::V4(Ipv4Addr::new(127, 0, 0, 0)), 8),
    (IpAddr::V4(Ipv4Addr::new(10, 0, 0, 0)), 8),
    (IpAddr::V4(Ipv4Addr::new(172, 16, 0, 0)), 12),
    (IpAddr::V4(Ipv4Addr::new(192, 168, 0, 0)), 16),
    (IpAddr::V4(Ipv4Addr::new(100, 64, 0, 0)), 10),
    (IpAddr::V6(Ipv6Addr::LOCALHOST), 128),
    (IpAddr::V6(Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0)), 7),
];

/// Where clouds keep credentials of the machine, besides link-local addresses. Both lie in networks that are private.
const METADATA: &[IpAddr] = &[
    IpAddr::V6(Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254)),
    IpAddr::V4(Ipv4Addr::new(100, 100, 100, 200)),
];

/// Why an address cannot be a target's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TargetRefused {
    /// It belongs to no single host, or to a cloud's metadata service. No setting permits it.
    #[error("{0} cannot be a target: it is not the address of one ordinary host")]
    Never(IpAddr),
    /// It is in none of the networks.
    #[error(
        "{0} is not in a network that targets may be in: the operator can permit one with `tegata up \
         --target-network`"
    )]
    Network(IpAddr),
    /// This process listens there, so that its requests would come back to it.
    #[error(
        "{0} is a socket of Tegata itself, which cannot be a target: use the address of the server behind it"
    )]
    Own(SocketAddr),
}

/// Which addresses targets may have. Clones share the networks.
#[derive(Debug, Clone)]
pub struct TargetRules {
    networks: Arc<ArcSwap<Vec<IpNet>>>,
    own: Vec<SocketAddr>,
}

impl Default for TargetRules {
    /// Loopback and private networks.
    fn default() -> TargetRules {
        TargetRules::new([])
    }
}

impl TargetRules {
    /// Rules for targets in these networks; in loopback and private ones when there are none.
    #[must_use]
    pub fn new(networks: impl IntoIterator<Item = IpNet>) -> TargetRules {
        let rules = TargetRules { networks: Arc::default(), own: Vec::new() };
        rules.permit(networks);
        rules
    }

    /// Lets targets be in these networks from now on, instead of those before; in loopback and private ones when there
    /// are none.
    pub fn permit(&self, networks: impl IntoIterator<Item = IpNet>) {
        let mut networks: Vec<IpNet> = networks.into_iter().collect();
        if networks.is_empty() {
            networks
                .extend(NETWORKS.iter().filter_map(|(address, length)| IpNet::new(*address, *length).ok()));
        }
        self.networks.store(Arc::new(networks));
    }

    /// The same rules for a process that listens on these sockets besides those of its edge.
    #[must_use]
    pub fn with_own_sockets(self, own: impl IntoIterator<Item = SocketAddr>) -> TargetRules {
        TargetRules { own: own.into_iter().collect(), ..self }
    }

    /// Judges the address of a target. `edge` knows the sockets of the edge.
    ///
    /// # Errors
    /// Why it cannot be one.
    pub fn judge(&self, edge: &EdgeStatus, address: SocketAddr) -> Result<(), TargetRefused> {
        let ip = address.ip().to_canonical();
        if !is_ordinary(ip) {
            return Err(TargetRefused::Never(ip));
        }
        if !self.networks.load().iter().any(|network| network.contains(&ip)) {
            return Err(TargetRefused::Network(ip));
        }
        let target = SocketAddr::new(ip, address.port());
        let mut own = self.own.iter().copied().chain(edge.listening_on(address.port()));
        if own.any(|own| reaches(target, own)) { Err(TargetRefused::Own(target)) } else { Ok(()) }
    }
}

fn is_ordinary(ip: IpAddr) -> bool {
    let is_link_local = match ip {
        IpAddr::V4(v4) => v4.is_link_local() || v4.is_broadcast() || v4.octets()[0] == 0,
        IpAddr::V6(v6) => v6.is_unicast_link_local(),
    };
    !(is_link_local || ip.is_unspecified() || ip.is_multicast() || METADATA.contains(&ip))
}

/// Whether a connection to `target` reaches the socket `own`, which may be bound to all addresses of the machine.
fn reaches(target: SocketAddr, own: SocketAddr) -> bool {
    if target.port() != own.port() {
        return false;
    }
    let (target, own) = (target.ip(), own.ip().to_canonical());
    // A socket on all addresses of IPv6 takes connections by IPv4 too.
    let is_covered = own.is_unspecified() && (own.is_ipv6() || target.is_ipv4());
    target == own || (is_covered && is_of_this_machine(target))
}

fn is_of_this_machine(ip: IpAddr) -> bool {
    // A socket can be bound to the machine's own addresses alone. For any other reason not to bind one, such as too many
    // open files, the address is taken for the machine's.
    let is_foreign = |error: std::io::Error| error.kind() == ErrorKind::AddrNotAvailable;
    ip.is_loopback() || !UdpSocket::bind((ip, 0)).is_err_and(is_foreign)
}

#[cfg(test)]
mod tests {
    use tegata_model::load_balancing::ListenerId;
    use tegata_model::node::NotOpen;

    use super::*;

    fn address(text: &str) -> SocketAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn targets_are_on_loopback_and_in_private_networks_unless_the_operator_says_otherwise() {
        let edge = EdgeStatus::default();
        let usual = TargetRules::default();
        let set =
            TargetRules::new(["203.0.113.0/24", "169.254.0.0/16"].map(|net| net.parse().expect("a network")));
        for (target, by_default, as_set) in [
            ("127.0.0.1:80", true, false),
            ("10.1.2.3:80", true, false),
            ("172.31.0.1:80", true, false),
            ("192.168.1.1:80", true, false),
            ("100.64.0.1:80", true, false),
            ("[::1]:80", true, false),
            ("[fd12::1]:80", true, false),
            ("[::ffff:10.0.0.1]:80", true, false),
            ("203.0.113.7:80", false, true),
            ("[::ffff:203.0.113.7]:80", false, true),
            ("8.8.8.8:80", false, false),
            ("172.32.0.1:80", false, false),
            ("[2001:db8::1]:80", false, false),
            ("169.254.169.254:80", false, false),
            ("[::ffff:169.254.169.254]:80", false, false),
            ("[fe80::1]:80", false, false),
            ("[fd00:ec2::254]:80", false, false),
            ("100.100.100.200:80", false, false),
            ("0.0.0.0:80", false, false),
            ("224.0.0.1:80", false, false),
        ] {
            assert_eq!(usual.judge(&edge, address(target)).is_ok(), by_default, "{target}");
            assert_eq!(set.judge(&edge, address(target)).is_ok(), as_set, "{target}");
        }
    }

    #[test]
    fn no_socket_of_the_process_is_a_target() {
        let edge = EdgeStatus::default();
        edge.start();
        edge.opening(ListenerId(1), address("0.0.0.0:8080"));
        edge.opening(ListenerId(2), address("127.0.0.1:8443"));
        edge.opening(ListenerId(3), address("[::]:9090"));
        let rules =
            TargetRules::default().with_own_sockets([address("127.0.0.1:4566"), address("[::1]:5354")]);
        for (target, good) in [
            ("127.0.0.1:8080", false),
            ("127.5.6.7:8080", false),
            ("[::ffff:127.0.0.1]:8080", false),
            ("[::1]:8080", true),
            ("10.255.255.254:8080", true),
            ("127.0.0.1:8443", false),
            ("[::ffff:127.0.0.1]:8443", false),
            ("127.0.0.2:8443", true),
            ("127.0.0.1:9090", false),
            ("[::1]:9090", false),
            ("127.0.0.1:4566", false),
            ("127.0.0.1:4567", true),
            ("[::1]:5354", false),
        ] {
            assert_eq!(rules.judge(&edge, address(target)).is_ok(), good, "{target}");
        }
        // What could not be opened is another program's, and may be a target.
        edge.applied(ListenerId(2), 1, Err(NotOpen::Failed("in use".to_owned())));
        assert_eq!(rules.judge(&edge, address("127.0.0.1:8443")), Ok(()));
        edge.removed(ListenerId(1));
        assert_eq!(rules.judge(&edge, address("127.0.0.1:8080")), Ok(()));
    }
}
