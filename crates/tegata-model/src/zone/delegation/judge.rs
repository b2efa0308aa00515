//! From what was seen to what is wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use super::{Delegation, DesiredDelegation, Finding, NameServer, ParentAnswer, ServerAnswer};

/// What is wrong with a delegation, from the root down; nothing when it is as desired. Without a desired delegation, of a
/// zone that is hosted elsewhere, the delegation has to agree with itself.
#[must_use]
pub fn judge(desired: Option<&DesiredDelegation>, seen: &Delegation) -> Vec<Finding> {
    if seen.is_forwarded {
        return vec![Finding::Forwarded];
    }
    if let Some((zone, why)) = &seen.stop {
        return vec![Finding::ZoneUnanswered { zone: zone.clone(), why: why.clone() }];
    }
    let mut found = at_parent(desired, seen);
    let delegated = delegated_to(seen);
    for server in &seen.servers {
        let is_listed = delegated.contains_key(&server.name);
        let is_desired = desired.is_none_or(|desired| desired.servers.contains(&server.name));
        // What is not ours is about to go; what it says is another finding. What is ours and in the zone is reached by
        // the parent's addresses alone, so it cannot be reached before the parent names it.
        let is_inside = seen.zone.as_ref().is_some_and(|zone| is_in(&server.name, zone));
        if is_desired && (is_listed || !is_inside) {
            found.extend(at_server(desired, seen, server, &delegated));
        }
    }
    found.extend(signature(seen));
    found
}

/// What the parent delegates to, with the addresses that it gives, by the first of its servers that delegates.
fn delegated_to(seen: &Delegation) -> BTreeMap<String, BTreeSet<IpAddr>> {
    let of_answer = |(_, answer): &(String, ParentAnswer)| match answer {
        ParentAnswer::Delegates(servers) => {
            let servers = servers.iter();
            Some(servers.map(|(name, glue)| (name.clone(), glue.iter().copied().collect())).collect())
        }
        ParentAnswer::ServesZone(servers) => {
            Some(servers.iter().map(|name| (name.clone(), BTreeSet::new())).collect())
        }
        ParentAnswer::NoName | ParentAnswer::NoDelegation | ParentAnswer::Unusable(_) => None,
    };
    seen.parent_answers.iter().find_map(of_answer).unwrap_or_default()
}

fn at_parent(desired: Option<&DesiredDelegation>, seen: &Delegation) -> Vec<Finding> {
    let parent = || seen.parent.clone();
    let usable: Vec<_> =
        seen.parent_answers.iter().filter(|(_, it)| !matches!(it, ParentAnswer::Unusable(_))).collect();
    let Some((_, first)) = usable.first() else {
        let last = seen.parent_answers.last();
        let why = match last {
            Some((server, ParentAnswer::Unusable(why))) => format!("{server} {why}"),
            _ => "it has no servers".to_owned(),
        };
        return vec![Finding::ZoneUnanswered { zone: parent(), why }];
    };
    let mut found = Vec::new();
    let others: BTreeSet<&String> = usable
        .iter()
        .filter(|(_, answer)| servers_of(answer) != servers_of(first))
        .map(|(server, _)| server)
        .collect();
    let delegated = delegated_to(seen);
    match first {
        _ if !delegated.is_empty() => {}
        ParentAnswer::NoName => return vec![Finding::UnknownAtParent { parent: parent() }],
        _ => return vec![Finding::NotDelegated { parent: parent() }],
    }
    if !others.is_empty() {
        let servers = others.into_iter().cloned().collect();
        found.push(Finding::ParentsDisagree { parent: parent(), servers });
    }
    if let Some(desired) = desired {
        let missing: BTreeMap<_, _> = desired
            .servers
            .iter()
            .filter(|name| !delegated.contains_key(*name))
            .map(|name| (name.clone(), desired.addresses.get(name).cloned().unwrap_or_default()))
            .collect();
        let foreign: Vec<String> =
            delegated.keys().filter(|name| !desired.servers.contains(*name)).cloned().collect();
        let old: Vec<String> = foreign.iter().filter(|name| answers(seen, name)).cloned().collect();
        if !missing.is_empty() || !foreign.is_empty() {
            found.push(Finding::ServersDiffer { parent: parent(), missing, foreign });
        }
        if !old.is_empty() {
            found.push(Finding::OldServersAnswer { servers: old });
        }
    }
    found
}

/// The servers that an answer names; `None` when it does not delegate.
fn servers_of(answer: &ParentAnswer) -> Option<BTreeSet<&String>> {
    match answer {
        ParentAnswer::Delegates(servers) => Some(servers.keys().collect()),
        ParentAnswer::ServesZone(servers) => Some(servers.iter().collect()),
        ParentAnswer::NoName | ParentAnswer::NoDelegation | ParentAnswer::Unusable(_) => None,
    }
}

/// Whether a server is authoritative for the zone at one of its addresses.
fn answers(seen: &Delegation, name: &str) -> bool {
    let server = seen.servers.iter().find(|server| server.name == name);
    server.is_some_and(|server| {
        server.answers.iter().any(|(_, answer)| matches!(answer, ServerAnswer::Authoritative { .. }))
    })
}

fn at_server(
    desired: Option<&DesiredDelegation>,
    seen: &Delegation,
    server: &NameServer,
    delegated: &BTreeMap<String, BTreeSet<IpAddr>>,
) -> Vec<Finding> {
    let name = || server.name.clone();
    let mut found = Vec::new();
    let in_zone = desired.and_then(|desired| desired.addresses.get(&server.name));
    if server.answers.is_empty() {
        let is_inside = seen.zone.as_ref().is_some_and(|zone| is_in(&server.name, zone));
        return vec![if is_inside {
            let addresses = in_zone.cloned().unwrap_or_default();
            Finding::GlueMissing { parent: seen.parent.clone(), server: name(), addresses }
        } else {
            Finding::ServerWithoutAddress { server: name() }
        }];
    }
    if let (Some(in_zone), Some(glue)) = (in_zone, delegated.get(&server.name))
        && !glue.is_empty()
        && glue != in_zone
    {
        found.push(Finding::GlueDiffers {
            parent: seen.parent.clone(),
            server: name(),
            at_parent: glue.clone(),
            in_zone: in_zone.clone(),
        });
    }
    for (address, answer) in &server.answers {
        let address = *address;
        found.extend(match answer {
            ServerAnswer::Authoritative { servers, .. } => {
                let own: BTreeSet<&String> = servers.iter().collect();
                desired
                    .filter(|desired| desired.servers.iter().collect::<BTreeSet<_>>() != own)
                    .map(|_| Finding::OtherZone { server: name(), address, servers: servers.clone() })
            }
            ServerAnswer::Lame(why) => {
                Some(Finding::ServerLame { server: name(), address, why: why.clone() })
            }
            ServerAnswer::Silent(why) => {
                Some(Finding::ServerSilent { server: name(), address, why: why.clone() })
            }
            ServerAnswer::Private => Some(Finding::PrivateAddress { server: name(), address }),
            // It says something about this machine, and nothing about the zone.
            ServerAnswer::Unreachable => None,
        });
    }
    found
}

/// A DS record makes validating resolvers refuse every answer of a zone that is not signed (RFC 4035 §5.2).
fn signature(seen: &Delegation) -> Option<Finding> {
    let mut answers = seen.servers.iter().flat_map(|server| &server.answers);
    let is_unsigned =
        answers.any(|(_, answer)| matches!(answer, ServerAnswer::Authoritative { is_signed: false, .. }));
    (is_unsigned && !seen.ds.is_empty())
        .then(|| Finding::DsWithoutSignature { parent: seen.parent.clone(), ds: seen.ds.clone() })
}

/// Whether a name is an apex or below it.
fn is_in(name: &str, apex: &str) -> bool {
    name == apex || name.ends_with(&format!(".{apex}"))
}
