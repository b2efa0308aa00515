//! The snapshot: all zones, swapped whole, one zone exchanged at a time.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::name::{canonical_name, is_at_or_below, parent};
use super::record::{RecordError, parse_value};

/// All zones that are served. Cloning shares them; a change to one leaves the others as they are.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    /// By apex, lower case, on the wire's form.
    zones: HashMap<Arc<[u8]>, Arc<Zone>>,
}

/// One zone, encoded beforehand.
#[derive(Debug)]
pub struct Zone {
    apex: Arc<[u8]>,
    /// Every name that exists, those without records of their own included (RFC 4592 §2.2.2).
    nodes: HashMap<Vec<u8>, Vec<EncodedSet>>,
}

/// A record set as Route 53 has it. Several of one name and type are parts of one answer (multivalue answer routing).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordSet<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its type, such as `TXT`.
    pub kind: &'a str,
    /// Seconds that resolvers may keep it.
    pub ttl: u32,
    /// Its values, as text.
    pub values: &'a [String],
}

/// A record set on the wire's form.
#[derive(Debug)]
pub(super) struct EncodedSet {
    pub(super) kind: u16,
    pub(super) ttl: u32,
    pub(super) values: Vec<Vec<u8>>,
    /// Where each of its parts ends in `values`; one, unless record sets share the name and type.
    parts: Vec<usize>,
}

/// How many parts an answer has at most (Route 53 Developer Guide, "Multivalue answer routing").
const PARTS_OF_AN_ANSWER: usize = 8;

impl EncodedSet {
    /// The values for one answer, each once: those of all parts, or of eight beginning at one that `choice` names.
    pub(super) fn answered(&self, choice: u16) -> Vec<&[u8]> {
        let count = self.parts.len();
        if count <= 1 {
            return self.values.iter().map(Vec::as_slice).collect();
        }
        let first = if count > PARTS_OF_AN_ANSWER { usize::from(choice) % count } else { 0 };
        let mut values: Vec<&[u8]> = Vec::new();
        for part in (0..count.min(PARTS_OF_AN_ANSWER)).map(|step| (first + step) % count) {
            let begin = part.checked_sub(1).and_then(|before| self.parts.get(before)).copied().unwrap_or(0);
            let end = self.parts.get(part).copied().unwrap_or(begin);
            for value in self.values.get(begin..end).unwrap_or_default() {
                if !values.contains(&value.as_slice()) {
                    values.push(value);
                }
            }
        }
        values
    }

    fn new(record_set: &RecordSet<'_>) -> Result<EncodedSet, RecordError> {
        let mut encoded = EncodedSet { kind: 0, ttl: record_set.ttl, values: Vec::new(), parts: Vec::new() };
        let mut seen = HashSet::new();
        for value in record_set.values {
            let (kind, data) = parse_value(record_set.kind, value)?;
            encoded.kind = kind;
            // RFC 2181 §5: what two texts say in the same octets is one record.
            if seen.insert(data.clone()) {
                encoded.values.push(data);
            }
        }
        encoded.parts.push(encoded.values.len());
        Ok(encoded)
    }

    /// Takes another record set of the same name and type in, as Route 53's routing policies make them: an answer has
    /// one, with one TTL (RFC 2181 §5.2).
    fn join(&mut self, part: EncodedSet) {
        self.ttl = self.ttl.min(part.ttl);
        self.values.extend(part.values);
        self.parts.push(self.values.len());
    }

    /// How many octets its values have.
    pub(super) fn bytes(&self) -> usize {
        self.values.iter().map(Vec::len).sum()
    }
}

impl Zone {
    /// Encodes a zone.
    ///
    /// # Errors
    /// For the first record set that cannot be served.
    pub fn new<'a>(
        apex: &str,
        record_sets: impl Iterator<Item = RecordSet<'a>>,
    ) -> Result<Zone, RecordError> {
        let apex = canonical_name(apex)?;
        let mut nodes: HashMap<Vec<u8>, Vec<EncodedSet>> = HashMap::new();
        nodes.entry(apex.clone()).or_default();
        for record_set in record_sets {
            let name = canonical_name(record_set.name)?;
            if !is_at_or_below(&name, &apex) {
                let why = "it is not in the zone".to_owned();
                return Err(RecordError::Name { name: record_set.name.to_owned(), why });
            }
            let encoded = EncodedSet::new(&record_set)?;
            let mut above = parent(&name);
            while let Some(between) = above.filter(|between| between.len() > apex.len()) {
                nodes.entry(between.to_vec()).or_default();
                above = parent(between);
            }
            let sets = nodes.entry(name).or_default();
            match sets.iter_mut().find(|set| set.kind == encoded.kind) {
                Some(set) => set.join(encoded),
                None => sets.push(encoded),
            }
        }
        Ok(Zone { apex: apex.into(), nodes })
    }

    pub(super) fn apex(&self) -> &[u8] {
        &self.apex
    }

    pub(super) fn node(&self, name: &[u8]) -> Option<&[EncodedSet]> {
        self.nodes.get(name).map(Vec::as_slice)
    }
}

impl Snapshot {
    /// The same zones with this one in place of the one of its apex.
    #[must_use]
    pub fn with_zone(&self, zone: Zone) -> Snapshot {
        let mut with = self.clone();
        with.put_zone(zone);
        with
    }

    /// Puts a zone in place of the one of its apex: for a snapshot that nobody is served from yet.
    pub fn put_zone(&mut self, zone: Zone) {
        self.zones.insert(zone.apex.clone(), Arc::new(zone));
    }

    /// Takes the zone of this apex away: for a snapshot that nobody is served from yet.
    ///
    /// # Errors
    /// When the apex is no domain name.
    pub fn remove_zone(&mut self, apex: &str) -> Result<(), RecordError> {
        self.zones.remove(canonical_name(apex)?.as_slice());
        Ok(())
    }

    /// The zone that a name is in: the one with the longest apex above it.
    pub(super) fn zone_of(&self, name: &[u8]) -> Option<&Zone> {
        let mut above = Some(name);
        while let Some(apex) = above {
            if let Some(zone) = self.zones.get(apex) {
                return Some(zone);
            }
            above = parent(apex);
        }
        None
    }

    /// Whether a name, as text, is in a zone that is served.
    #[must_use]
    pub fn serves(&self, name: &str) -> bool {
        canonical_name(name).is_ok_and(|name| self.zone_of(&name).is_some())
    }
}
