//! Hosted zones and their record sets, as Route 53 has them.

pub mod change;
mod name;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use self::name::{NameError, RecordName};
use crate::{AccountId, HostedZoneId};

/// A hosted zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostedZone {
    /// Which.
    pub id: HostedZoneId,
    /// Whose. Hosted zones have no region.
    pub account: AccountId,
    /// Its apex.
    pub name: RecordName,
    /// What the caller named the request that made it: the same again is refused.
    pub caller_reference: String,
    /// The owner's words.
    pub comment: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Its serial number in the SOA: grows with each change.
    pub serial: u32,
    /// The name servers that it was made with, to which its parent should delegate.
    #[serde(default)]
    pub name_servers: Vec<String>,
}

/// A record set: all records of a name and type, or with [`Routing::MultiValue`] a part of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordSet {
    /// Its name.
    pub name: RecordName,
    /// Its type, such as `TXT`.
    pub kind: String,
    /// Seconds that resolvers may keep it.
    pub ttl: u32,
    /// Its values, in presentation form.
    pub values: Vec<String>,
    /// Whether it stands alone at its name and type.
    #[serde(default, skip_serializing_if = "Routing::is_simple")]
    pub routing: Routing,
}

/// How a record set shares its name and type with others (Route 53 Developer Guide, "Choosing a routing policy").
/// Weighted, latency, failover and geographic routing are not built.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Routing {
    /// It is the only one.
    #[default]
    Simple,
    /// Each answer has the values of up to eight of them.
    MultiValue {
        /// Tells it from the others: 1 to 128 characters.
        set_identifier: String,
    },
}

impl Routing {
    /// Whether it is the only record set of its name and type.
    #[must_use]
    pub fn is_simple(&self) -> bool {
        *self == Routing::Simple
    }

    /// What tells it from others of its name and type; empty when it is the only one.
    #[must_use]
    pub fn set_identifier(&self) -> &str {
        match self {
            Routing::Simple => "",
            Routing::MultiValue { set_identifier } => set_identifier,
        }
    }
}

/// What a record set is found by in its zone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecordKey {
    /// Its name.
    pub name: RecordName,
    /// Its type.
    pub kind: String,
    /// Its set identifier; empty when it has none.
    pub set_identifier: String,
}

impl RecordSet {
    /// A record set that is the only one of its name and type.
    #[must_use]
    pub fn simple(name: RecordName, kind: &str, ttl: u32, values: Vec<String>) -> RecordSet {
        RecordSet { name, kind: kind.to_owned(), ttl, values, routing: Routing::Simple }
    }

    /// What it is found by.
    #[must_use]
    pub fn key(&self) -> RecordKey {
        RecordKey {
            name: self.name.clone(),
            kind: self.kind.clone(),
            set_identifier: self.routing.set_identifier().to_owned(),
        }
    }
}

/// How many name servers a zone has, as at Route 53.
pub const NAME_SERVERS_PER_ZONE: usize = 4;

/// The name servers of the next zone of a name of which an account has `taken` sets already: each zone of one name
/// has its own. `None` when all that there are have been given.
#[must_use]
pub fn next_name_servers<'a>(all: &'a [String], taken: &[&[String]]) -> Option<&'a [String]> {
    all.chunks(NAME_SERVERS_PER_ZONE)
        .find(|set| !taken.iter().any(|taken| taken.iter().any(|name| set.contains(name))))
}

/// TTL of a new zone's NS record set (Route 53 Developer Guide, "NS and SOA records").
const NS_TTL: u32 = 172_800;
/// TTL of a new zone's SOA record set (the same).
const SOA_TTL: u32 = 900;

/// What a new zone has at its apex: SOA and NS.
#[must_use]
pub fn apex_record_sets(apex: &RecordName, name_servers: &[String]) -> [RecordSet; 2] {
    let absolute = |name: &String| if name.ends_with('.') { name.clone() } else { format!("{name}.") };
    let servers: Vec<String> = name_servers.iter().map(absolute).collect();
    let first = servers.first().cloned().unwrap_or_else(|| apex.to_string());
    // Refresh, retry, expire and negative time to live are Route 53's defaults.
    let soa = format!("{first} hostmaster.{first} 1 7200 900 1209600 86400");
    [
        RecordSet::simple(apex.clone(), "SOA", SOA_TTL, vec![soa]),
        RecordSet::simple(apex.clone(), "NS", NS_TTL, servers),
    ]
}

/// Whether a record set is one that a zone must keep.
#[must_use]
pub fn is_kept(apex: &RecordName, name: &RecordName, kind: &str) -> bool {
    name == apex && matches!(kind, "SOA" | "NS")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_of_one_name_have_different_name_servers() {
        let all: Vec<String> = (1..=6).map(|number| format!("ns{number}.example.net")).collect();
        let first = next_name_servers(&all, &[]).expect("a set");
        assert_eq!(first, &all[..4]);
        let second = next_name_servers(&all, &[first]).expect("a set");
        assert_eq!(second, &all[4..]);
        assert_eq!(next_name_servers(&all, &[second]), Some(first));
        assert_eq!(next_name_servers(&all, &[first, second]), None);
    }

    #[test]
    fn a_stored_record_set_without_routing_is_simple() {
        let stored = r#"{"name":"a.example.","kind":"A","ttl":60,"values":["192.0.2.1"]}"#;
        let read: RecordSet = serde_json::from_str(stored).expect("a record set");
        assert!(read.routing.is_simple());
        assert_eq!(serde_json::to_string(&read).expect("text"), stored);
    }
}
