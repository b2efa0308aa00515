//! What was seen of a delegation: plain data. Names are in lower case and end in a dot.

use std::collections::BTreeMap;
use std::net::IpAddr;

use domain::rdata::AllRecordData;

use crate::resolver::domain_name::OwnedName;
use crate::resolver::response::Data;

/// What was seen of a zone's delegation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DelegationSeen {
    /// Look-ups go by forwarders, which do not show delegations: nothing was asked.
    pub is_forwarded: bool,
    /// The zones on the way, the root first and the parent last.
    pub way: Vec<String>,
    /// Where the way ended before the zone's parent.
    pub stop: Option<Stop>,
    /// The apex of the zone.
    pub zone: Option<String>,
    /// What its parent says.
    pub parent: ParentSeen,
    /// What its servers say: those that the parent names, and those that it is to be delegated to.
    pub servers: Vec<NameServerSeen>,
}

/// Where a way ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// The zone that no server answered for.
    pub zone: String,
    /// What the last one said, in a sentence.
    pub why: String,
}

/// What a zone's parent says about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ParentSeen {
    /// Its apex.
    pub zone: String,
    /// What each of its servers says, by its name.
    pub answers: Vec<(String, ParentAnswer)>,
    /// The DS records of the zone, as text.
    pub ds: Vec<String>,
}

/// What a server of the parent says about the zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParentAnswer {
    /// It is delegated to these servers, of which the parent gives these addresses.
    Delegates(BTreeMap<String, Vec<IpAddr>>),
    /// The server has the zone itself, with these servers: what the parent says cannot be seen.
    HasZone(Vec<String>),
    /// There is no such name.
    NoName,
    /// The name is there, and is delegated to no one.
    NoDelegation,
    /// Nothing of use, for this reason.
    Nothing(String),
}

impl ParentAnswer {
    /// The servers that the zone is delegated to.
    pub(super) fn servers(&self) -> impl Iterator<Item = &String> {
        let (delegated, own) = match self {
            ParentAnswer::Delegates(servers) => (Some(servers.keys()), None),
            ParentAnswer::HasZone(servers) => (None, Some(servers.iter())),
            ParentAnswer::NoName | ParentAnswer::NoDelegation | ParentAnswer::Nothing(_) => (None, None),
        };
        delegated.into_iter().flatten().chain(own.into_iter().flatten())
    }
}

/// What was seen of one of the zone's servers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameServerSeen {
    /// Its name.
    pub name: String,
    /// What each of its addresses says. Empty when none was found.
    pub answers: Vec<(IpAddr, ServerAnswer)>,
}

/// What a server says about the zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServerAnswer {
    /// It speaks for the zone.
    Authoritative {
        /// The servers in the zone's own NS record set.
        servers: Vec<String>,
        /// Whether the zone has a DNSKEY record set; looked for when the parent has a DS record.
        is_signed: bool,
    },
    /// It answers and does not speak for the zone.
    Lame(String),
    /// It does not answer.
    Silent(String),
    /// It was not asked, since the address is one of a private network.
    Private,
    /// It was not asked, since this machine has no way to the address.
    Unreachable,
}

/// A name with its dot, in lower case.
pub(super) fn dotted(name: &OwnedName) -> String {
    lower(&name.to_string())
}

/// The same for a name in text.
pub(super) fn lower(name: &str) -> String {
    format!("{}.", name.trim_end_matches('.').to_ascii_lowercase())
}

/// The server of an NS record.
pub(super) fn server(data: &Data) -> Option<String> {
    let AllRecordData::Ns(ns) = data else { return None };
    Some(lower(&ns.nsdname().to_string()))
}
