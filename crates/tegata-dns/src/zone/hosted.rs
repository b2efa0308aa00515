//! A zone as it is served: its names in canonical order, each with its record sets.

use std::ops::Bound;
use std::sync::Arc;

use domain::base::Rtype;
use imbl::OrdMap;
use tegata_names::{RecordName, canonical};

use super::encoded_set::EncodedSet;

/// A record set, parsed. Several of one name and type are parts of one answer (multivalue answer routing).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordSet {
    /// Its type's number, such as 16 for TXT.
    pub kind: u16,
    /// What it is answered with.
    pub content: Content,
}

/// What a record set is answered with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Values of its own.
    Records {
        /// Seconds that resolvers may keep them.
        ttl: u32,
        /// As they are on the wire: see [`parse_value`](super::parse_value).
        values: Vec<Vec<u8>>,
    },
    /// What another name has of its type, with that one's TTL: a name of the same zone, or one of the
    /// [service zone](super::Snapshot::put_service_zone).
    Alias(RecordName),
}

impl RecordSet {
    /// A record set with values of its own.
    #[must_use]
    pub fn of_values(kind: u16, ttl: u32, values: Vec<Vec<u8>>) -> RecordSet {
        RecordSet { kind, content: Content::Records { ttl, values } }
    }
}

/// A zone that is served. A copy shares everything with the original until one of them changes, and then all but what is
/// different: a change costs the name that it is about, however large the zone is.
#[derive(Debug, Clone)]
pub struct Zone {
    apex: RecordName,
    apex_wire: Arc<[u8]>,
    /// Every name that exists, those without records of their own included (RFC 4592 §2.2.2). The order is DNSSEC's
    /// canonical one, so that the names below a name follow it.
    nodes: OrdMap<RecordName, Arc<[EncodedSet]>>,
    serial: u32,
}

/// A name that is not in the zone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name} is not in the zone {apex}")]
pub struct OutsideZone {
    /// The name.
    pub name: RecordName,
    /// The zone's.
    pub apex: RecordName,
}

impl Zone {
    /// A zone without records.
    #[must_use]
    pub fn new(apex: RecordName) -> Zone {
        let (apex_wire, nodes) = (apex.to_wire().into(), OrdMap::unit(apex.clone(), Arc::default()));
        Zone { apex, apex_wire, nodes, serial: 0 }
    }

    /// Puts these record sets in place of all that a name has; without any the name goes.
    ///
    /// # Errors
    /// When the name is not in the zone.
    pub fn put(&mut self, name: &RecordName, record_sets: &[RecordSet]) -> Result<(), OutsideZone> {
        if !name.is_in(&self.apex) {
            return Err(OutsideZone { name: name.clone(), apex: self.apex.clone() });
        }
        let sets: Arc<[EncodedSet]> = EncodedSet::all(record_sets).into();
        let is_empty = sets.is_empty();
        if self.nodes.insert(name.clone(), sets).is_none() {
            self.add_above(name);
        }
        if is_empty {
            self.drop_empty(name.canonical().to_vec());
        }
        if *name == self.apex {
            self.set_serial(self.serial);
        }
        Ok(())
    }

    /// Sets the serial number of the SOA record, which counts up with each change whatever the stored record says.
    pub fn set_serial(&mut self, serial: u32) {
        self.serial = serial;
        let Some(node) = self.nodes.get_mut(&self.apex) else { return };
        // `Arc::make_mut` takes no slices.
        let mut sets = node.to_vec();
        for soa in sets.iter_mut().filter(|set| set.kind == Rtype::SOA.to_int()) {
            soa.set_serial(serial);
        }
        *node = sets.into();
    }

    /// Makes the names between a new one and the apex exist.
    fn add_above(&mut self, name: &RecordName) {
        for above in name.ancestors().skip(1) {
            // Above a name that exists all do.
            if self.nodes.contains_key(&above) {
                break;
            }
            self.nodes.insert(above, Arc::default());
        }
    }

    /// Drops a name that has nothing, neither records nor names below it, and then those above it that have nothing
    /// either. The apex stays.
    fn drop_empty(&mut self, mut name: Vec<u8>) {
        while name != self.apex.canonical() {
            let has_records = self.nodes.get(name.as_slice()).is_none_or(|sets| !sets.is_empty());
            if has_records || self.has_below(&name) {
                break;
            }
            self.nodes.remove(name.as_slice());
            let Some(above) = canonical::parent(&name) else { break };
            name = above.to_vec();
        }
    }

    fn has_below(&self, name: &[u8]) -> bool {
        let behind = (Bound::Excluded(name), Bound::Unbounded);
        let next = self.nodes.range::<_, [u8]>(behind).next();
        next.is_some_and(|(next, _)| next.canonical().starts_with(name))
    }

    pub(super) fn apex(&self) -> &RecordName {
        &self.apex
    }

    /// The apex as it is on the wire.
    pub(super) fn apex_wire(&self) -> &[u8] {
        &self.apex_wire
    }

    /// The record sets of a name, by its [canonical key](tegata_names::canonical); `None` when it does not exist.
    pub(super) fn node(&self, key: &[u8]) -> Option<&[EncodedSet]> {
        self.nodes.get(key).map(|sets| &**sets)
    }
}

#[cfg(test)]
mod tests;
