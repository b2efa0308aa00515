//! The resolver of proofs, put together.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use tegata_dns::resolver::{INTERNET_ROOTS, Mode, ProofResolver, Random, Reserved, ResolverConfig};
use tegata_dns::zone::Snapshot;

use crate::settings::Resolving;

const DNS_PORT: u16 = 53;
/// How long one proof may take: several delegations of several servers each.
const DEADLINE: Duration = Duration::from_secs(20);
/// How long one server is waited for.
const SERVER_TIMEOUT: Duration = Duration::from_secs(3);

/// A resolver that begins where it was told, and asks `own` for what is in `zones`.
pub(crate) fn resolver(
    resolving: &Resolving,
    zones: Arc<ArcSwap<Snapshot>>,
    own: SocketAddr,
    random: Random,
) -> ProofResolver {
    let (mode, port, reserved_addresses) = match resolving {
        Resolving::Internet => {
            let roots = INTERNET_ROOTS.map(|address| SocketAddr::new(address, DNS_PORT));
            (Mode::Roots(roots.to_vec()), DNS_PORT, Reserved::Refused)
        }
        // An operator who names other root servers has a name space of their own, on addresses of their own.
        Resolving::Hints(hints) => {
            let port = hints.first().map_or(DNS_PORT, SocketAddr::port);
            (Mode::Roots(hints.clone()), port, Reserved::Asked)
        }
        Resolving::Forwarders(forwarders) => (Mode::Forward(forwarders.clone()), DNS_PORT, Reserved::Refused),
    };
    let own = reachable(own);
    ProofResolver::new(ResolverConfig {
        mode,
        port,
        deadline: DEADLINE,
        server_timeout: SERVER_TIMEOUT,
        reserved_addresses,
        hosted: Arc::new(move |name| zones.load().serves(name).then_some(own)),
        cookies: Arc::default(),
        random,
    })
}

/// Where a server that listens on every address is asked.
fn reachable(address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => SocketAddr::from(([127, 0, 0, 1], address.port())),
        IpAddr::V6(ip) if ip.is_unspecified() => {
            SocketAddr::from((std::net::Ipv6Addr::LOCALHOST, address.port()))
        }
        _ => address,
    }
}
