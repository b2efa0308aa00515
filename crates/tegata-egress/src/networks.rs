//! Addresses that no user may reach through us: IANA's special-purpose registries (RFC 6890) as of 2026.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::LazyLock;

use ipnet::{Ipv4Net, Ipv6Net};

/// Why an address is not an ordinary one of the Internet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Special {
    /// It has this purpose.
    Purpose(&'static str),
    /// It holds an IPv4 address inside, to which the network or this machine may carry what is sent to it.
    Embeds(Ipv4Addr, &'static str),
}

const V4: &[(&str, &str)] = &[
    ("0.0.0.0/8", "this network"),
    ("10.0.0.0/8", "private"),
    ("100.64.0.0/10", "shared by carriers"),
    ("127.0.0.0/8", "loopback"),
    ("169.254.0.0/16", "link-local"),
    ("172.16.0.0/12", "private"),
    ("192.0.0.0/24", "reserved for protocols"),
    ("192.0.2.0/24", "for documentation"),
    ("192.31.196.0/24", "reserved for AS112"),
    ("192.52.193.0/24", "reserved for AMT"),
    ("192.88.99.0/24", "a 6to4 relay"),
    ("192.168.0.0/16", "private"),
    ("192.175.48.0/24", "reserved for AS112"),
    ("198.18.0.0/15", "for benchmarks"),
    ("198.51.100.0/24", "for documentation"),
    ("203.0.113.0/24", "for documentation"),
    ("224.0.0.0/4", "multicast"),
    ("240.0.0.0/4", "reserved"),
];

/// Inside 2000::/3; what is outside of it is special altogether.
const V6_AMONG_ORDINARY: &[(&str, &str)] = &[
    ("2001::/23", "reserved for protocols"),
    ("2001:db8::/32", "for documentation"),
    ("2620:4f:8000::/48", "reserved for AS112"),
    ("3fff::/20", "for documentation"),
];

/// Outside 2000::/3, to say what they are.
const V6_OUTSIDE: &[(&str, &str)] = &[
    ("::/128", "this host"),
    ("::1/128", "loopback"),
    ("100::/64", "discarded"),
    ("fc00::/7", "private"),
    ("fe80::/10", "link-local"),
    ("fec0::/10", "site-local"),
    ("ff00::/8", "multicast"),
];

/// Where an IPv4 address begins inside, in octets.
const V6_EMBEDDING: &[(&str, usize, &str)] = &[
    ("::ffff:0:0/96", 12, "an IPv4-mapped IPv6 address"),
    ("::ffff:0:0:0/96", 12, "an IPv4 address translated"),
    ("64:ff9b::/96", 12, "an IPv4 address behind NAT64"),
    ("64:ff9b:1::/48", 12, "an IPv4 address behind a local NAT64"),
    ("2002::/16", 2, "an IPv4 address by 6to4"),
    ("::/96", 12, "an IPv4-compatible IPv6 address"),
];

struct Tables {
    v4: Vec<(Ipv4Net, &'static str)>,
    v6: Vec<(Ipv6Net, &'static str)>,
    embedding: Vec<(Ipv6Net, usize, &'static str)>,
    ordinary: Ipv6Net,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let v4 = |text: &str| text.parse::<Ipv4Net>().expect("a network of the tables above");
    let v6 = |text: &str| text.parse::<Ipv6Net>().expect("a network of the tables above");
    let outside = V6_OUTSIDE.iter().chain(V6_AMONG_ORDINARY);
    Tables {
        v4: V4.iter().map(|(net, purpose)| (v4(net), *purpose)).collect(),
        v6: outside.map(|(net, purpose)| (v6(net), *purpose)).collect(),
        embedding: V6_EMBEDDING.iter().map(|(net, at, purpose)| (v6(net), *at, *purpose)).collect(),
        ordinary: v6("2000::/3"),
    }
});

/// What is special about an address; `None` for an ordinary one.
pub(crate) fn special(address: IpAddr) -> Option<Special> {
    match address {
        IpAddr::V4(address) => {
            let found = TABLES.v4.iter().find(|(net, _)| net.contains(&address));
            found.map(|(_, purpose)| Special::Purpose(purpose))
        }
        IpAddr::V6(address) => special_v6(address),
    }
}

fn special_v6(address: Ipv6Addr) -> Option<Special> {
    let found = TABLES.v6.iter().find(|(net, _)| net.contains(&address));
    if let Some((_, purpose)) = found {
        return Some(Special::Purpose(purpose));
    }
    let embedding = TABLES.embedding.iter().find(|(net, _, _)| net.contains(&address));
    if let Some((_, at, purpose)) = embedding {
        let octets = address.octets();
        let inside = Ipv4Addr::new(octets[*at], octets[at + 1], octets[at + 2], octets[at + 3]);
        return Some(Special::Embeds(inside, purpose));
    }
    (!TABLES.ordinary.contains(&address)).then_some(Special::Purpose("reserved"))
}
