//! Headers of the PROXY protocol, version 2, by which a target learns who its client is (HAProxy, "The PROXY protocol",
//! section 2.2).

use std::net::SocketAddr;

use proxy_header::{ProxiedAddress, ProxyHeader};

/// The longest header that is made here: 16 bytes, and two addresses of IPv6 with their ports.
pub(crate) const LENGTH_MAX: usize = 16 + 36;

/// For a connection of this client to this address of ours.
pub(crate) fn stream(client: SocketAddr, address: SocketAddr) -> Vec<u8> {
    encoded(&ProxyHeader::with_address(ProxiedAddress::stream(canonical(client), canonical(address))))
}

/// For a datagram of this client to this address of ours.
pub(crate) fn datagram(client: SocketAddr, address: SocketAddr) -> Vec<u8> {
    encoded(&ProxyHeader::with_address(ProxiedAddress::datagram(canonical(client), canonical(address))))
}

/// For a connection of our own, such as a health check: without addresses.
pub(crate) fn local() -> Vec<u8> {
    encoded(&ProxyHeader::with_local())
}

/// A socket of IPv6 shows clients of IPv4 by mapped addresses; both sides of a header have to be of one family.
fn canonical(address: SocketAddr) -> SocketAddr {
    SocketAddr::new(address.ip().to_canonical(), address.port())
}

fn encoded(header: &ProxyHeader<'_>) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(LENGTH_MAX);
    match header.encode_v2(&mut bytes) {
        Ok(()) => bytes,
        // Addresses of two families, which the socket of a listener never shows together.
        Err(_) => local(),
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use proptest::prelude::*;
    use proxy_header::{ParseConfig, Protocol};

    use super::*;

    fn parsed(bytes: &[u8]) -> Option<ProxiedAddress> {
        let (header, length) = ProxyHeader::parse(bytes, ParseConfig::default()).expect("a header");
        assert_eq!(length, bytes.len());
        header.proxied_address().cloned()
    }

    #[test]
    fn the_bytes_are_those_of_the_specification() {
        let (client, address) = ("192.0.2.1:4660", "198.51.100.2:443");
        let header = stream(client.parse().expect("an address"), address.parse().expect("an address"));
        let mut expected = b"\r\n\r\n\0\r\nQUIT\n".to_vec();
        expected.extend([0x21, 0x11, 0, 12, 192, 0, 2, 1, 198, 51, 100, 2, 0x12, 0x34, 0x01, 0xbb]);
        assert_eq!(header, expected);
        assert_eq!(&local()[12..], [0x20, 0, 0, 0]);
    }

    fn pair() -> impl Strategy<Value = (IpAddr, IpAddr)> {
        prop_oneof![
            any::<([u8; 4], [u8; 4])>().prop_map(|(one, other)| (one.into(), other.into())),
            any::<([u16; 8], [u16; 8])>().prop_map(|(one, other)| {
                let outside = |parts: [u16; 8]| {
                    [parts[0] | 0x2000, parts[1], parts[2], parts[3], parts[4], parts[5], parts[6], parts[7]]
                };
                (outside(one).into(), outside(other).into())
            }),
        ]
    }

    proptest! {
        #[test]
        fn a_header_reads_as_it_was_written((client, address) in pair(), ports: (u16, u16)) {
            let (client, address) = (SocketAddr::new(client, ports.0), SocketAddr::new(address, ports.1));
            for (header, protocol) in
                [(stream(client, address), Protocol::Stream), (datagram(client, address), Protocol::Datagram)]
            {
                prop_assert!(header.len() <= LENGTH_MAX);
                let read = parsed(&header).expect("addresses");
                prop_assert_eq!((read.source, read.destination), (client, address));
                prop_assert!(read.protocol == protocol);
            }
            prop_assert!(parsed(&local()).is_none());
        }
    }

    #[test]
    fn a_client_of_ipv4_on_a_socket_of_ipv6_is_shown_by_its_own_address() {
        let header = stream(
            "[::ffff:192.0.2.1]:1".parse().expect("an address"),
            "[::ffff:192.0.2.2]:2".parse().expect("an address"),
        );
        let read = parsed(&header).expect("addresses");
        assert_eq!(read.source, "192.0.2.1:1".parse().expect("an address"));
    }
}
