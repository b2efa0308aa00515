//! Seeing a zone's delegation as resolvers elsewhere do: from the roots down to the zone's parent, whose servers are all
//! asked, and then each server that the zone is delegated to. Nothing is judged here.
//!
//! What is hosted here is asked about at the servers that the DNS names, like anything else, and delegations that were
//! seen before are not used on the way: the question is what the DNS says now.

mod descend;
mod seen;
mod servers;

use std::collections::BTreeSet;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use domain::base::Rtype;
use domain::base::name::ToName;
use tokio::time::Instant;

pub use self::seen::{DelegationSeen, NameServerSeen, ParentAnswer, ParentSeen, ServerAnswer, Stop};

use self::descend::{Descent, descend};
use super::config::Mode;
use super::domain_name::OwnedName;
use super::exchange::Fault;
use super::response::{self, Answer, Referral, Step};
use super::shared::Shared;

/// How long all of it may take: each server is waited for by itself, several at a time.
const DEADLINE: Duration = Duration::from_secs(40);
/// How many servers of the parent are asked, and how many of the zone.
const SERVERS_MAX: usize = 13;

/// What is to be found out about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DelegationOf {
    /// A zone whose apex is known, with the names of the servers that it is to be delegated to.
    Zone {
        /// Its apex.
        apex: String,
        /// The names of its servers.
        servers: Vec<String>,
    },
    /// The closest zone around a name, as it is delegated now.
    Name(String),
}

pub(super) async fn observe(shared: &Arc<Shared>, of: &DelegationOf) -> DelegationSeen {
    let (text, expected) = match of {
        DelegationOf::Zone { apex, servers } => (apex, servers.as_slice()),
        DelegationOf::Name(name) => (name, &[][..]),
    };
    let stopped = |stop| DelegationSeen { stop: Some(stop), ..DelegationSeen::default() };
    let Ok(name) = OwnedName::from_str(text) else {
        return stopped(Stop { zone: ".".to_owned(), why: format!("{text} is no domain name") });
    };
    let Mode::Roots(roots) = &shared.config.mode else {
        return DelegationSeen { is_forwarded: true, ..DelegationSeen::default() };
    };
    let until = Instant::now() + DEADLINE;
    let apex = matches!(of, DelegationOf::Zone { .. }).then_some(&name);
    let Descent { way, parent, zone, stop } = descend(shared, roots, &name, apex, until).await;
    let way = way.iter().map(seen::dotted).collect();
    let (Some(zone), None) = (zone, &stop) else {
        return DelegationSeen { way, stop, zone: apex.map(seen::dotted), ..DelegationSeen::default() };
    };
    let parent = ask_parent(shared, &parent, &zone, until).await;
    let mut names: BTreeSet<String> = expected.iter().map(|name| seen::lower(name)).collect();
    names.extend(parent.answers.iter().flat_map(|(_, answer)| answer.servers()).cloned());
    let names = names.into_iter().take(SERVERS_MAX).collect();
    let servers = servers::ask_zone(shared, &zone, &parent, names, until).await;
    DelegationSeen { way, stop, zone: Some(seen::dotted(&zone)), parent, servers, is_forwarded: false }
}

/// Asks every server of the parent about the zone, and for the DS record set that goes with its delegation.
async fn ask_parent(
    shared: &Arc<Shared>,
    parent: &descend::Hop,
    zone: &OwnedName,
    until: Instant,
) -> ParentSeen {
    let servers: Vec<_> = parent.servers.iter().take(SERVERS_MAX).cloned().collect();
    let addresses: Vec<_> = servers.iter().map(|(_, address)| *address).collect();
    let (delegations, signers) = tokio::join!(
        servers::ask_all(shared, &addresses, zone, Rtype::NS, until),
        servers::ask_all(shared, &addresses, zone, Rtype::DS, until),
    );
    let answers = servers.into_iter().zip(delegations).map(|((called, _), said)| {
        let said = said.map_err(Fault::into_words);
        let read = said.and_then(|message| response::read(&message, &parent.zone, zone, Rtype::NS, false));
        let answer = match read {
            Ok(Step::Referral(referral)) if referral.zone.name_eq(zone) => delegates(&referral),
            Ok(Step::Referral(referral)) => {
                ParentAnswer::Nothing(format!("it refers to {}", seen::dotted(&referral.zone)))
            }
            Ok(Step::Answer(Answer::Records(records))) => {
                ParentAnswer::HasZone(records.iter().filter_map(seen::server).collect())
            }
            Ok(Step::Answer(Answer::NoName)) => ParentAnswer::NoName,
            Ok(Step::Answer(Answer::NoData | Answer::Alias(_))) => ParentAnswer::NoDelegation,
            Ok(Step::Answer(Answer::NoRootServer(why) | Answer::Failed(why))) | Err(why) => {
                ParentAnswer::Nothing(why)
            }
        };
        (seen::lower(&called), answer)
    });
    let answers: Vec<_> = answers.collect();
    let mut ds: Vec<String> = Vec::new();
    for message in signers.into_iter().flatten() {
        if let Ok(Step::Answer(Answer::Records(records))) =
            response::read(&message, &parent.zone, zone, Rtype::DS, false)
        {
            ds.extend(records.iter().map(ToString::to_string));
        }
    }
    ds.sort();
    ds.dedup();
    ParentSeen { zone: seen::dotted(&parent.zone), answers, ds }
}

fn delegates(referral: &Referral) -> ParentAnswer {
    let servers = referral.glue.iter().map(|(name, glue)| (seen::lower(name), glue.clone()));
    ParentAnswer::Delegates(servers.collect())
}
