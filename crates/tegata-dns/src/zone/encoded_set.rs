//! A record set as it is written into answers.

use std::collections::HashSet;

use tegata_names::RecordName;

use super::{Content, RecordSet};

/// All record sets of one name and type. Several are parts of one answer, as Route 53's routing policies make them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct EncodedSet {
    pub(super) kind: u16,
    /// Seconds.
    pub(super) ttl: u32,
    /// The values, each behind its length in two octets: one allocation, since there may be millions of sets.
    values: Box<[u8]>,
    /// How many values each part has; empty when there is one part.
    parts: Box<[u16]>,
    /// The name that has the values, for an alias: then it has no values, and its TTL says nothing.
    pub(super) alias: Option<RecordName>,
}

/// How many parts an answer has at most (Route 53 Developer Guide, "Multivalue answer routing").
const PARTS_OF_AN_ANSWER: usize = 8;
/// The octets of an SOA value behind its names (RFC 1035 §3.3.13): the serial is the first number of five.
const SOA_NUMBERS: usize = 20;

impl EncodedSet {
    /// The record sets of one name: one of each type.
    pub(super) fn all(record_sets: &[RecordSet]) -> Vec<EncodedSet> {
        let mut kinds: Vec<u16> = Vec::new();
        for record_set in record_sets {
            if !kinds.contains(&record_set.kind) {
                kinds.push(record_set.kind);
            }
        }
        let of = |kind| record_sets.iter().filter(move |record_set| record_set.kind == kind);
        kinds.into_iter().map(|kind| EncodedSet::new(kind, of(kind))).collect()
    }

    fn new<'a>(kind: u16, record_sets: impl Iterator<Item = &'a RecordSet>) -> EncodedSet {
        // RFC 2181 §5.2: the records of one answer have one TTL.
        let (mut ttl, mut values, mut parts) = (u32::MAX, Vec::new(), Vec::new());
        let mut alias = None;
        for record_set in record_sets {
            let (of_set, own) = match &record_set.content {
                Content::Records { ttl, values } => (ttl, values),
                Content::Alias(name) => {
                    alias = Some(name.clone());
                    continue;
                }
            };
            ttl = ttl.min(*of_set);
            let (mut seen, mut count) = (HashSet::new(), 0);
            for value in own {
                let Ok(length) = u16::try_from(value.len()) else { continue };
                // RFC 2181 §5: what two texts say in the same octets is one record.
                if seen.insert(value) {
                    values.extend(length.to_be_bytes());
                    values.extend(value);
                    count += 1;
                }
            }
            parts.push(count);
        }
        if parts.len() == 1 {
            parts.clear();
        }
        EncodedSet { kind, ttl, values: values.into(), parts: parts.into(), alias }
    }

    /// The values, as they are on the wire.
    pub(super) fn values(&self) -> impl Iterator<Item = &[u8]> {
        let mut rest = &*self.values;
        std::iter::from_fn(move || {
            let (length, after) = rest.split_first_chunk::<2>()?;
            let (value, after) = after.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
            rest = after;
            Some(value)
        })
    }

    /// The values for one answer, each once: those of all parts, or of eight beginning at one that `choice` names.
    pub(super) fn answered(&self, choice: u16) -> Vec<&[u8]> {
        let all: Vec<&[u8]> = self.values().collect();
        let count = self.parts.len();
        if count <= 1 {
            return all;
        }
        let first = if count > PARTS_OF_AN_ANSWER { usize::from(choice) % count } else { 0 };
        let mut values: Vec<&[u8]> = Vec::new();
        for part in (0..count.min(PARTS_OF_AN_ANSWER)).map(|step| (first + step) % count) {
            let begin = self.parts.iter().take(part).map(|length| usize::from(*length)).sum();
            let length = self.parts.get(part).copied().map_or(0, usize::from);
            for value in all.iter().skip(begin).take(length) {
                if !values.contains(value) {
                    values.push(value);
                }
            }
        }
        values
    }

    /// How many octets it takes here.
    pub(super) fn bytes(&self) -> usize {
        self.values.len()
    }

    /// Writes a serial number into the SOA record that this is.
    pub(super) fn set_serial(&mut self, serial: u32) {
        let place = self.values.len().checked_sub(SOA_NUMBERS).map(|numbers| numbers..numbers + 4);
        if let Some(there) = place.and_then(|place| self.values.get_mut(place)) {
            there.copy_from_slice(&serial.to_be_bytes());
        }
    }
}
