//! Where a walk over the Internet begins.

use std::net::IpAddr;

/// The root servers of the Internet (IANA, root.hints), by IPv4.
pub const INTERNET_ROOTS: [IpAddr; 13] = {
    const fn v4(a: u8, b: u8, c: u8, d: u8) -> IpAddr {
        IpAddr::V4(std::net::Ipv4Addr::new(a, b, c, d))
    }
    [
        v4(198, 41, 0, 4),
        v4(170, 247, 170, 2),
        v4(192, 33, 4, 12),
        v4(199, 7, 91, 13),
        v4(192, 203, 230, 10),
        v4(192, 5, 5, 241),
        v4(192, 112, 36, 4),
        v4(198, 97, 190, 53),
        v4(192, 36, 148, 17),
        v4(192, 58, 128, 30),
        v4(193, 0, 14, 129),
        v4(199, 7, 83, 42),
        v4(202, 12, 27, 33),
    ]
};
