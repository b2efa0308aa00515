//! The snapshot: all zones that are served.

use std::sync::Arc;

use imbl::OrdMap;
use tegata_names::RecordName;
use tegata_names::canonical::push_label;

use super::hosted::Zone;
use super::name::labels;

/// All zones that are served. A copy shares them; a change to one leaves the others as they are.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    zones: OrdMap<RecordName, Arc<Zone>>,
}

impl Snapshot {
    /// The same zones with this one in place of the one of its apex.
    #[must_use]
    pub fn with_zone(&self, zone: Zone) -> Snapshot {
        let mut with = self.clone();
        with.put_zone(zone);
        with
    }

    /// Puts a zone in place of the one of its apex.
    pub fn put_zone(&mut self, zone: Zone) {
        self.zones.insert(zone.apex().clone(), Arc::new(zone));
    }

    /// The zone of an apex. A copy of it costs little, and can be changed and put back.
    #[must_use]
    pub fn zone(&self, apex: &RecordName) -> Option<&Zone> {
        self.zones.get(apex).map(|zone| &**zone)
    }

    /// Takes the zone of this apex away.
    pub fn remove_zone(&mut self, apex: &RecordName) {
        self.zones.remove(apex);
    }

    /// The zone that a wire name is in: the one with the longest apex above it.
    pub(super) fn zone_of(&self, name: &[u8]) -> Option<&Zone> {
        let mut key = Vec::with_capacity(name.len());
        let mut found = self.zones.get(key.as_slice());
        for (label, _) in labels(name).iter().rev() {
            push_label(&mut key, label);
            found = self.zones.get(key.as_slice()).or(found);
        }
        found.map(|zone| &**zone)
    }

    /// Whether a name, as text, is in a zone that is served.
    #[must_use]
    pub fn serves(&self, name: &str) -> bool {
        let name = name.parse::<RecordName>();
        name.is_ok_and(|name| name.ancestors().any(|above| self.zones.contains_key(&above)))
    }
}
