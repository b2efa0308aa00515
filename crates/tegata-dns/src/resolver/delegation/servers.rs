//! Asking servers, several at a time.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::str::FromStr;
use std::sync::Arc;

use domain::base::{Message, Rtype};
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::seen::{self, NameServerSeen, ParentAnswer, ParentSeen, ServerAnswer};
use crate::resolver::config::Reserved;
use crate::resolver::domain_name::OwnedName;
use crate::resolver::egress;
use crate::resolver::exchange::{self, Fault, Query, Way};
use crate::resolver::response::{self, Answer, Step};
use crate::resolver::shared::Shared;
use crate::resolver::walk::{self, Walk};

/// How many addresses of one server are asked.
const ADDRESSES_MAX: usize = 4;

type Said = Result<Message<Vec<u8>>, Fault>;

/// Asks one server one question.
pub(super) async fn ask(
    shared: &Shared,
    server: SocketAddr,
    name: &OwnedName,
    kind: Rtype,
    until: Instant,
) -> Said {
    if is_private(shared, server.ip()) {
        return Err(Fault::Unusable("its address is reserved, and is not asked".to_owned()));
    }
    let asking = async {
        let _place = shared.places.acquire().await;
        let query = Query { name, kind, way: Way::Authoritative };
        exchange::ask(&shared.config, server, &query, shared.config.server_timeout).await
    };
    let late = |_| Err(Fault::Silent("there was no time left to ask it".to_owned()));
    tokio::time::timeout_at(until, asking).await.unwrap_or_else(late)
}

/// Asks several servers the same at once; what they say is in their order.
pub(super) async fn ask_all(
    shared: &Arc<Shared>,
    servers: &[SocketAddr],
    name: &OwnedName,
    kind: Rtype,
    until: Instant,
) -> Vec<Said> {
    let mut asking = JoinSet::new();
    for (place, server) in servers.iter().copied().enumerate() {
        let (shared, name) = (Arc::clone(shared), name.clone());
        asking.spawn(async move { (place, ask(&shared, server, &name, kind, until).await) });
    }
    in_order(asking).await
}

/// What tasks give, in the order of the places that they were spawned with.
async fn in_order<T: Send + 'static>(mut tasks: JoinSet<(usize, T)>) -> Vec<T> {
    let mut done = BTreeMap::new();
    while let Some(ended) = tasks.join_next().await {
        done.extend(ended);
    }
    done.into_values().collect()
}

/// The addresses of a server: those that came along, or else those that are looked up.
pub(super) async fn addresses(shared: &Shared, server: &str, glue: &[IpAddr]) -> Vec<IpAddr> {
    if glue.is_empty() { look_up(shared, server).await } else { glue.to_vec() }
}

async fn look_up(shared: &Shared, server: &str) -> Vec<IpAddr> {
    let Ok(name) = OwnedName::from_str(server) else { return Vec::new() };
    let mut walk = Walk::from_outside(shared);
    let mut found = Vec::new();
    for kind in [Rtype::A, Rtype::AAAA] {
        if let Answer::Records(records) = walk.ask(&name, kind).await {
            found.extend(records.iter().filter_map(walk::address));
        }
    }
    found
}

/// Asks each of a zone's servers, at each of its addresses, whether it speaks for the zone.
pub(super) async fn ask_zone(
    shared: &Arc<Shared>,
    zone: &OwnedName,
    parent: &ParentSeen,
    names: Vec<String>,
    until: Instant,
) -> Vec<NameServerSeen> {
    let mut asking = JoinSet::new();
    for (place, name) in names.into_iter().enumerate() {
        let (shared, zone, glue) = (Arc::clone(shared), zone.clone(), glue_of(parent, &name));
        let has_ds = !parent.ds.is_empty();
        asking.spawn(async move {
            let is_inside = OwnedName::from_str(&name).is_ok_and(|name| name.ends_with(&zone));
            let mut found = if is_inside { Vec::new() } else { look_up(&shared, &name).await };
            if found.is_empty() {
                found = glue;
            }
            let mut answers = Vec::new();
            for address in found.into_iter().take(ADDRESSES_MAX) {
                answers.push((address, ask_about(&shared, address, &zone, has_ds, until).await));
            }
            (place, NameServerSeen { name, answers })
        });
    }
    in_order(asking).await
}

/// The addresses that the parent gives for a server.
fn glue_of(parent: &ParentSeen, server: &str) -> Vec<IpAddr> {
    let mut glue: Vec<IpAddr> = Vec::new();
    for (_, answer) in &parent.answers {
        if let ParentAnswer::Delegates(servers) = answer {
            glue.extend(servers.get(server).into_iter().flatten());
        }
    }
    glue.sort();
    glue.dedup();
    glue
}

async fn ask_about(
    shared: &Shared,
    address: IpAddr,
    zone: &OwnedName,
    has_ds: bool,
    until: Instant,
) -> ServerAnswer {
    if is_private(shared, address) {
        return ServerAnswer::Private;
    }
    let server = SocketAddr::new(address, shared.config.port);
    if !is_routed(server) {
        return ServerAnswer::Unreachable;
    }
    let read = |said: Said, kind| match said {
        Ok(message) => response::read(&message, zone, zone, kind, false).map_err(Fault::Unusable),
        Err(fault) => Err(fault),
    };
    let why = match read(ask(shared, server, zone, Rtype::SOA, until).await, Rtype::SOA) {
        Ok(Step::Answer(Answer::Records(_))) => None,
        Ok(Step::Answer(_)) => Some("it has no SOA record of the zone".to_owned()),
        Ok(Step::Referral(referral)) => Some(format!("it refers to {}", seen::dotted(&referral.zone))),
        Err(Fault::Unusable(why)) => Some(why),
        Err(Fault::Silent(why)) => return ServerAnswer::Silent(why),
    };
    if let Some(why) = why {
        return ServerAnswer::Lame(why);
    }
    let servers = match read(ask(shared, server, zone, Rtype::NS, until).await, Rtype::NS) {
        Ok(Step::Answer(Answer::Records(records))) => records.iter().filter_map(seen::server).collect(),
        _ => Vec::new(),
    };
    let is_signed = has_ds
        && matches!(
            read(ask(shared, server, zone, Rtype::DNSKEY, until).await, Rtype::DNSKEY),
            Ok(Step::Answer(Answer::Records(_)))
        );
    ServerAnswer::Authoritative { servers, is_signed }
}

fn is_private(shared: &Shared, address: IpAddr) -> bool {
    shared.config.reserved_addresses == Reserved::Refused && egress::is_reserved(address)
}

/// Whether the system knows a way to an address, as a machine without IPv6 does not. Nothing is sent.
fn is_routed(server: SocketAddr) -> bool {
    let any: IpAddr =
        if server.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
    let socket = UdpSocket::bind(SocketAddr::new(any, 0));
    socket.and_then(|socket| socket.connect(server)).is_ok()
}
