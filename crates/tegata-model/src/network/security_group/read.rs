//! Reading protocols, ports and addresses as requests name them.

use ipnet::IpNet;

use super::{Peer, Permission, TCP, UDP};

/// Why a permission was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PermissionRefused {
    /// Not a protocol's name or number.
    #[error("'{0}' is not a protocol")]
    Protocol(String),
    /// TCP or UDP without ports.
    #[error("'{0}' needs ports")]
    NoPorts(String),
    /// Ports that are not in order, or not ports.
    #[error("{0} to {1} are not ports")]
    Ports(i64, i64),
    /// Not a network in CIDR notation.
    #[error("'{0}' is not a network")]
    Cidr(String),
}

/// Reads `IpProtocol`, `FromPort` and `ToPort`.
///
/// # Errors
/// See [`PermissionRefused`].
pub fn protocol_and_ports(
    protocol: &str,
    from: Option<i64>,
    to: Option<i64>,
) -> Result<Permission, PermissionRefused> {
    let number = match protocol.to_ascii_lowercase().as_str() {
        // Ports are ignored then (EC2 API Reference, `IpPermission`).
        "-1" | "all" => return Ok(Permission { protocol: None, from: None, to: None }),
        "tcp" => TCP,
        "udp" => UDP,
        "icmp" => 1,
        "icmpv6" => 58,
        other => other.parse().map_err(|_| PermissionRefused::Protocol(protocol.to_owned()))?,
    };
    let least = match number {
        TCP | UDP => 0,
        1 | 58 => -1,
        _ => return Ok(Permission { protocol: Some(number), from: None, to: None }),
    };
    let (Some(from), Some(to)) = (from, to) else {
        if least == -1 {
            return Ok(Permission { protocol: Some(number), from: Some(-1), to: Some(-1) });
        }
        return Err(PermissionRefused::NoPorts(protocol.to_owned()));
    };
    let refused = || PermissionRefused::Ports(from, to);
    let read = |port: i64| {
        let port = i32::try_from(port).ok().filter(|port| (least..=i32::from(u16::MAX)).contains(port));
        port.ok_or_else(refused)
    };
    // -1 for both is every port.
    if (from, to) == (-1, -1) {
        return Ok(Permission { protocol: Some(number), from: Some(-1), to: Some(-1) });
    }
    let (first, last) = (read(from)?, read(to)?);
    // ICMP has a type and a code here, in no order.
    if least == 0 && first > last {
        return Err(refused());
    }
    Ok(Permission { protocol: Some(number), from: Some(first), to: Some(last) })
}

/// Reads a network in CIDR notation. Host bits are dropped, as EC2 does.
///
/// # Errors
/// When it is none.
pub fn peer(cidr: &str) -> Result<Peer, PermissionRefused> {
    let refused = || PermissionRefused::Cidr(cidr.to_owned());
    let network: IpNet = cidr.parse().map_err(|_| refused())?;
    Ok(Peer::Network(network.trunc()))
}
