//! Hosted zones and their record sets, as Route 53 has them.

mod alias;
mod apex;
pub mod change;
pub mod delegation;
mod record_set;
mod record_type;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
pub use tegata_names::{NameError, RecordName};

pub use self::alias::AliasTarget;
pub use self::apex::{apex_record_sets, is_kept};
pub use self::record_set::{
    RecordData, RecordKey, RecordSet, RecordValue, SetIdentifier, SetIdentifierLength,
};
pub use self::record_type::{RecordType, UnknownRecordType};
use crate::{AccountId, HostedZoneId};

/// A hosted zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostedZone {
    /// Its identifier.
    pub id: HostedZoneId,
    /// Its account. Hosted zones have no region.
    pub account: AccountId,
    /// Its apex.
    pub name: RecordName,
    /// What the caller named the request that made it: the same again is refused.
    pub caller_reference: String,
    /// The owner's comment.
    pub comment: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Its serial number in the SOA: grows with each change.
    pub serial: u32,
    /// The name servers that it was made with, to which its parent should delegate.
    pub name_servers: Vec<String>,
}

/// A batch of changes on its way to the name servers, as `GetChange` shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneChange {
    /// `C` and upper-case letters and digits.
    pub id: String,
    /// The caller's comment.
    pub comment: Option<String>,
    /// When it was accepted.
    pub submitted_at: Timestamp,
    /// Whether the name servers answer with it.
    pub in_sync: bool,
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
}
