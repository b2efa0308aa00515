//! Alias record sets: answered with what another name has (Route 53 Developer Guide, "Choosing between alias and
//! non-alias records"). Unlike a CNAME one can stand at the apex, and beside other types.

use serde::{Deserialize, Serialize};
use tegata_names::RecordName;

use crate::HostedZoneId;

/// Where an alias points (Route 53 API reference, `AliasTarget`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AliasTarget {
    /// The zone of the name: the alias's own, or that of a region's load balancers.
    pub hosted_zone: HostedZoneId,
    /// The name.
    pub name: RecordName,
    /// Whether the alias counts as unhealthy while what it points to does. It decides between several record sets of
    /// one name and type; a simple one is the only one, and Route 53 answers with it in any case ("How Amazon Route 53
    /// chooses records when health checking is configured"). No routing policy that has a choice is built for aliases.
    pub evaluate_target_health: bool,
}
