//! Delegation: whether the DNS leads from the root to a zone's name servers, and what is wrong where it does not.
//!
//! What was seen is data, gathered by a walk over the network; [`judge`] decides what it means. Names are text in lower
//! case with their last dot.

mod finding;
mod judge;

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

pub use self::finding::Finding;
pub use self::judge::judge;

/// What a zone's delegation is to be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DesiredDelegation {
    /// The apex.
    pub apex: String,
    /// The names of its servers: those in its own NS record set.
    pub servers: BTreeSet<String>,
    /// The addresses of those servers whose names are in the zone itself, as the zone has them. The parent needs them too.
    pub addresses: BTreeMap<String, BTreeSet<IpAddr>>,
}

/// What was seen of a delegation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Delegation {
    /// Queries go to forwarders, which do not show delegations: nothing was seen.
    pub is_forwarded: bool,
    /// The zones from the root to the parent, both included.
    pub way: Vec<String>,
    /// The zone at which the way ended before the parent, and what the last of its servers said.
    pub stop: Option<(String, String)>,
    /// The apex of the zone; `None` when none was found.
    pub zone: Option<String>,
    /// The parent's apex.
    pub parent: String,
    /// What each server of the parent says, by its name.
    pub parent_answers: Vec<(String, ParentAnswer)>,
    /// The DS records that the parent has for the zone.
    pub ds: Vec<String>,
    /// What the zone's servers say: those that the parent names, and those of the desired delegation.
    pub servers: Vec<NameServer>,
}

/// What a server of the parent says about the zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParentAnswer {
    /// It delegates the zone to these servers, of which it gives these addresses (glue).
    Delegates(BTreeMap<String, Vec<IpAddr>>),
    /// It serves the zone itself, with these servers in its NS record set.
    ServesZone(Vec<String>),
    /// There is no such name (NXDOMAIN).
    NoName,
    /// The name has no NS record set.
    NoDelegation,
    /// It gave no usable answer, for this reason.
    Unusable(String),
}

/// What was seen of one of the zone's servers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameServer {
    /// Its name.
    pub name: String,
    /// What it says at each of its addresses; empty when it has none.
    pub answers: Vec<(IpAddr, ServerAnswer)>,
}

/// What a server says about the zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServerAnswer {
    /// It is authoritative for the zone.
    Authoritative {
        /// The servers in the zone's NS record set there.
        servers: Vec<String>,
        /// Whether the zone has a DNSKEY record set there.
        is_signed: bool,
    },
    /// It answers, but is not authoritative for the zone.
    Lame(String),
    /// It does not answer.
    Silent(String),
    /// Its address is of a private network, and was not asked.
    Private,
    /// This machine has no route to its address.
    Unreachable,
}

#[cfg(test)]
mod tests;
