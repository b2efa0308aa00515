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
}

/// A record set: all records of a name and type.
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
        RecordSet { name: apex.clone(), kind: "SOA".to_owned(), ttl: SOA_TTL, values: vec![soa] },
        RecordSet { name: apex.clone(), kind: "NS".to_owned(), ttl: NS_TTL, values: servers },
    ]
}

/// Whether a record set is one that a zone must keep.
#[must_use]
pub fn is_kept(apex: &RecordName, name: &RecordName, kind: &str) -> bool {
    name == apex && matches!(kind, "SOA" | "NS")
}
