//! From a name to the record sets that answer for it: delegations, wildcards, and the choice by type.

use domain::base::Rtype;
use tegata_names::canonical::push_label;

use super::alias::resolved;
use super::encoded_set::EncodedSet;
use super::hosted::Zone;
use super::name::labels;
use super::snapshot::Snapshot;

/// What is at a name.
pub(super) enum Found<'z> {
    /// Record sets of the name.
    Sets(&'z [EncodedSet]),
    /// Record sets of the wildcard that stands for the name, and its own name.
    Wildcard(&'z [EncodedSet], Vec<u8>),
    /// The name is delegated: the NS record set, and the name of the cut.
    Delegation(&'z EncodedSet, Vec<u8>),
    /// Nothing.
    NoName,
}

/// Which record sets answer a question for a type, of those of a name of `zone`. For an alias these are the record sets of
/// its target, to be written under the name that was asked for.
pub(super) fn answering<'z>(
    snapshot: &'z Snapshot,
    zone: &'z Zone,
    sets: &'z [EncodedSet],
    kind: Rtype,
) -> Vec<&'z EncodedSet> {
    let resolved = |set| resolved(snapshot, zone, set);
    match kind {
        // RFC 8482 §4.1: one of the record sets is enough of an answer to ANY; the smallest serves a flood least.
        Rtype::ANY => sets.iter().filter_map(resolved).min_by_key(|set| set.bytes()).into_iter().collect(),
        kind => sets.iter().filter(|set| set.kind == kind.to_int()).filter_map(resolved).collect(),
    }
}

/// What is at a wire name that is in the zone. Looks from the apex down, so that the topmost cut wins: below it
/// nothing of ours counts.
pub(super) fn find<'z>(zone: &'z Zone, name: &[u8]) -> Found<'z> {
    let is_ns = |set: &&EncodedSet| set.kind == Rtype::NS.to_int();
    let mut key = zone.apex().canonical().to_vec();
    let mut sets = zone.node(&key).unwrap_or_default();
    let mut closest = zone.apex_wire();
    let below_apex = |at: &&(&[u8], &[u8])| at.1.len() > zone.apex_wire().len();
    for (label, at) in labels(name).iter().rev().skip_while(|at| !below_apex(at)) {
        let above = key.len();
        push_label(&mut key, label);
        let Some(found) = zone.node(&key) else {
            // RFC 4592 §3.3.1: only the wildcard at the closest encloser may stand for the name.
            key.truncate(above);
            push_label(&mut key, b"*");
            let Some(sets) = zone.node(&key) else { return Found::NoName };
            let wildcard = [b"\x01*", closest].concat();
            return match sets.iter().find(is_ns) {
                Some(ns) => Found::Delegation(ns, wildcard),
                None => Found::Wildcard(sets, wildcard),
            };
        };
        if let Some(ns) = found.iter().find(is_ns) {
            return Found::Delegation(ns, at.to_vec());
        }
        (sets, closest) = (found, at);
    }
    Found::Sets(sets)
}
