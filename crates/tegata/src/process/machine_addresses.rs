//! The addresses by which this machine is reached, for sockets that are open on every one.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};

/// Addresses for documentation (RFC 5737, RFC 3849): the default route leads to them, and nothing is sent.
const BEHIND_DEFAULT_ROUTES: [IpAddr; 2] =
    [IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)), IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1))];

/// The addresses from which this machine's default routes go out, as far as a socket on `unspecified` is reached by
/// them: bridges of containers and the like are left out. Loopback on a machine without a default route.
pub(super) fn reached_by(unspecified: IpAddr) -> Vec<IpAddr> {
    // A socket on `::` takes IPv4 too, unless the system is set up otherwise.
    let families = BEHIND_DEFAULT_ROUTES.into_iter().filter(|to| unspecified.is_ipv6() || to.is_ipv4());
    let mut found: Vec<IpAddr> = families.filter_map(source_towards).collect();
    if found.is_empty() {
        found.push(Ipv4Addr::LOCALHOST.into());
    }
    found
}

/// The address that the system would send from.
fn source_towards(address: IpAddr) -> Option<IpAddr> {
    let any: IpAddr =
        if address.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
    let socket = UdpSocket::bind(SocketAddr::new(any, 0)).ok()?;
    socket.connect(SocketAddr::new(address, 53)).ok()?;
    let source = socket.local_addr().ok()?.ip();
    (!source.is_unspecified() && !source.is_loopback()).then_some(source)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_is_reached_by_some_address_of_the_family() {
        let found = reached_by(Ipv4Addr::UNSPECIFIED.into());
        assert!(matches!(found[..], [IpAddr::V4(address)] if !address.is_unspecified()), "{found:?}");
        assert!(!reached_by(Ipv6Addr::UNSPECIFIED.into()).is_empty());
    }
}
