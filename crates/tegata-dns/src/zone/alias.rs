//! Aliases (Route 53's `AliasTarget`): record sets that are answered with what another name has.

use super::encoded_set::EncodedSet;
use super::hosted::Zone;
use super::snapshot::Snapshot;

/// How many aliases lead from one to the next at most. A chain that is longer, as one that leads back to itself, ends
/// without records.
const CHAIN_MAX: usize = 8;

/// The record set that answers for this one, which is in `zone`: itself, or for an alias the one of its type at the name
/// that it points to. `None` when there is none.
pub(super) fn resolved<'z>(
    snapshot: &'z Snapshot,
    zone: &'z Zone,
    set: &'z EncodedSet,
) -> Option<&'z EncodedSet> {
    let mut set = set;
    for _ in 0..=CHAIN_MAX {
        let Some(name) = &set.alias else { return Some(set) };
        // What is below the apex of the service zone is there, even when `zone` stands above it.
        let of_target = snapshot.service_zone().filter(|service| name.is_in(service.apex())).unwrap_or(zone);
        let at_target = of_target.node(name.canonical())?;
        set = at_target.iter().find(|target| target.kind == set.kind)?;
    }
    None
}
