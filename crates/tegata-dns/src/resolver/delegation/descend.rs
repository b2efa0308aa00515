//! The way from the roots down to a zone's parent.

use std::net::SocketAddr;

use domain::base::name::ToName;
use domain::base::{Name, Rtype};
use tokio::time::Instant;

use super::seen::dotted;
use super::{Stop, servers};
use crate::resolver::domain_name::OwnedName;
use crate::resolver::exchange::Fault;
use crate::resolver::response::{self, Step};
use crate::resolver::shared::Shared;

/// How many delegations are followed.
const HOPS_MAX: usize = 24;
/// How many servers of one zone are asked on the way.
const SERVERS_MAX: usize = 6;

/// A zone on the way, and its servers.
#[derive(Clone)]
pub(super) struct Hop {
    pub(super) zone: OwnedName,
    pub(super) servers: Vec<(String, SocketAddr)>,
}

/// The way that was gone.
pub(super) struct Descent {
    /// The zones on it, the root first and the parent last.
    pub(super) way: Vec<OwnedName>,
    pub(super) parent: Hop,
    /// The zone that was looked for; `None` when there is none.
    pub(super) zone: Option<OwnedName>,
    /// Why it ended before its parent.
    pub(super) stop: Option<Stop>,
}

/// Goes down towards `name`. With an apex it ends at the zone that has to delegate it, else at the zone above the last
/// one that is delegated.
pub(super) async fn descend(
    shared: &Shared,
    roots: &[SocketAddr],
    name: &OwnedName,
    apex: Option<&OwnedName>,
    until: Instant,
) -> Descent {
    let servers = roots.iter().map(|root| ("root server".to_owned(), *root)).collect();
    let mut here = Hop { zone: Name::root_vec(), servers };
    let mut way = vec![here.zone.clone()];
    let mut above: Option<Hop> = None;
    for _ in 0..HOPS_MAX {
        let last_zone = |above: Option<Hop>, way: &[OwnedName]| {
            // The last zone on the way is the one that was looked for, and its parent the one before.
            let (zone, before) = way.split_last().map(|(last, before)| (last.clone(), before.to_vec()))?;
            Some(Descent { way: before, parent: above?, zone: Some(zone), stop: None })
        };
        match ask_some(shared, &here, name, until).await {
            Ok(Step::Referral(referral)) if apex.is_some_and(|apex| referral.zone.name_eq(apex)) => {
                return Descent { way, parent: here, zone: apex.cloned(), stop: None };
            }
            Ok(Step::Referral(referral)) => {
                let mut addresses = Vec::new();
                for (server, glue) in referral.glue.iter().take(SERVERS_MAX) {
                    let found = servers::addresses(shared, server, glue).await;
                    let port = shared.config.port;
                    addresses.extend(found.into_iter().map(|ip| (server.clone(), SocketAddr::new(ip, port))));
                }
                way.push(referral.zone.clone());
                above = Some(std::mem::replace(&mut here, Hop { zone: referral.zone, servers: addresses }));
            }
            Ok(Step::Answer(_)) => match apex {
                Some(apex) => return Descent { way, parent: here, zone: Some(apex.clone()), stop: None },
                None => {
                    return last_zone(above, &way).unwrap_or(Descent {
                        way,
                        parent: here,
                        zone: None,
                        stop: None,
                    });
                }
            },
            Err(why) => {
                // Without an apex the zone that does not answer is the one to look at.
                let found = if apex.is_none() { last_zone(above, &way) } else { None };
                let stop = Some(Stop { zone: dotted(&here.zone), why });
                return found.unwrap_or(Descent { way, parent: here, zone: None, stop });
            }
        }
    }
    let stop = Some(Stop { zone: dotted(&here.zone), why: "the delegations do not end".to_owned() });
    Descent { way, parent: here, zone: None, stop }
}

/// Asks the servers of a zone about a name, one after the other, until one has an answer of use; else says what the last
/// one said.
async fn ask_some(shared: &Shared, hop: &Hop, name: &OwnedName, until: Instant) -> Result<Step, String> {
    let mut last = format!("its servers have no address that can be asked: {}", called(hop));
    for (called, server) in hop.servers.iter().take(SERVERS_MAX) {
        let said = servers::ask(shared, *server, name, Rtype::NS, until).await.map_err(Fault::into_words);
        let read = said.and_then(|message| response::read(&message, &hop.zone, name, Rtype::NS, false));
        match read {
            Ok(step) => return Ok(step),
            Err(why) => last = format!("{called} ({server}): {why}"),
        }
    }
    Err(last)
}

fn called(hop: &Hop) -> String {
    let names: Vec<&str> = hop.servers.iter().map(|(called, _)| called.as_str()).collect();
    names.join(", ")
}
