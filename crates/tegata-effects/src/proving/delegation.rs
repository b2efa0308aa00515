//! From what the resolver sees of a delegation to the model's words for it.

use std::sync::Arc;

use tegata_dns::resolver::{self as dns, DelegationOf, ProofResolver};
use tegata_model::zone::delegation::{Delegation, NameServer, ParentAnswer, ServerAnswer};
use tegata_operations::instance::observe_delegation::{DelegationQuery, ObserveDelegation};

/// Looks at delegations by `resolver`.
#[must_use]
pub fn observe_delegation(resolver: ProofResolver) -> ObserveDelegation {
    Arc::new(move |query| {
        let resolver = resolver.clone();
        Box::pin(async move {
            let of = match query {
                DelegationQuery::Hosted(desired) => {
                    let servers = desired.servers.into_iter().collect();
                    DelegationOf::Zone { apex: desired.apex, servers }
                }
                DelegationQuery::Around(name) => DelegationOf::Name(name),
            };
            delegation(resolver.observe_delegation(&of).await)
        })
    })
}

fn delegation(seen: dns::DelegationSeen) -> Delegation {
    Delegation {
        is_forwarded: seen.is_forwarded,
        way: seen.way,
        stop: seen.stop.map(|stop| (stop.zone, stop.why)),
        zone: seen.zone,
        parent: seen.parent.zone,
        parent_answers: seen
            .parent
            .answers
            .into_iter()
            .map(|(server, answer)| (server, parent_answer(answer)))
            .collect(),
        ds: seen.parent.ds,
        servers: seen
            .servers
            .into_iter()
            .map(|server| NameServer {
                name: server.name,
                answers: server
                    .answers
                    .into_iter()
                    .map(|(address, answer)| (address, server_answer(answer)))
                    .collect(),
            })
            .collect(),
    }
}

fn parent_answer(answer: dns::ParentAnswer) -> ParentAnswer {
    match answer {
        dns::ParentAnswer::Delegates(servers) => ParentAnswer::Delegates(servers),
        dns::ParentAnswer::HasZone(servers) => ParentAnswer::ServesZone(servers),
        dns::ParentAnswer::NoName => ParentAnswer::NoName,
        dns::ParentAnswer::NoDelegation => ParentAnswer::NoDelegation,
        dns::ParentAnswer::Nothing(why) => ParentAnswer::Unusable(why),
    }
}

fn server_answer(answer: dns::ServerAnswer) -> ServerAnswer {
    match answer {
        dns::ServerAnswer::Authoritative { servers, is_signed } => {
            ServerAnswer::Authoritative { servers, is_signed }
        }
        dns::ServerAnswer::Lame(why) => ServerAnswer::Lame(why),
        dns::ServerAnswer::Silent(why) => ServerAnswer::Silent(why),
        dns::ServerAnswer::Private => ServerAnswer::Private,
        dns::ServerAnswer::Unreachable => ServerAnswer::Unreachable,
    }
}
