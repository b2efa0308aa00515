//! The record sets that a batch meets.

use std::collections::BTreeMap;

use crate::zone::{RecordKey, RecordName, RecordSet, RecordType};

/// Record sets of the names that a batch touches, by key.
pub type Present = BTreeMap<RecordKey, RecordSet>;

/// What stands at a name.
pub(super) fn at_name<'a>(
    now: &'a Present,
    name: &'a RecordName,
) -> impl Iterator<Item = (&'a RecordKey, &'a RecordSet)> {
    // The first type, without a set identifier, comes first.
    let first = RecordKey::simple(name.clone(), RecordType::A);
    now.range(first..).take_while(move |(key, _)| key.name == *name)
}
