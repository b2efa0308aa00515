//! A page of hosted zones, as both lists of them answer.

use tegata_store::zones::StoredZone;

use super::DescribedZone;

/// A page of zones.
#[derive(Debug, Clone)]
pub struct ZonePage {
    /// The zones.
    pub zones: Vec<DescribedZone>,
    /// The first of the next page.
    pub next: Option<DescribedZone>,
}

/// The first `limit` of the zones that were read, which are one more when there is another page.
pub(super) fn zone_page(mut zones: Vec<StoredZone>, limit: u32) -> ZonePage {
    let next = zones.get(limit as usize).cloned().map(DescribedZone::from);
    zones.truncate(limit as usize);
    ZonePage { zones: zones.into_iter().map(DescribedZone::from).collect(), next }
}
