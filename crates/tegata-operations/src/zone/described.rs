//! A hosted zone as its owner sees it.

use tegata_model::zone::HostedZone;
use tegata_store::zones::StoredZone;

/// A hosted zone, and how many record sets it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DescribedZone {
    /// The zone.
    pub zone: HostedZone,
    /// SOA and NS included.
    pub record_sets: i64,
}

impl From<StoredZone> for DescribedZone {
    fn from(stored: StoredZone) -> DescribedZone {
        DescribedZone { zone: stored.zone, record_sets: stored.record_sets }
    }
}
