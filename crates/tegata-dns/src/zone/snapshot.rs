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
    service: Option<Arc<Zone>>,
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

    /// Puts a zone of the server's owner in place of the one before: names that are there for what the owner runs, such as
    /// load balancers, whatever zones others have above them or below. Aliases of any zone may point into it.
    pub fn put_service_zone(&mut self, zone: Zone) {
        self.service = Some(Arc::new(zone));
    }

    pub(super) fn service_zone(&self) -> Option<&Zone> {
        self.service.as_deref()
    }

    /// The zone that a wire name is in: the service zone, or the one with the longest apex above it.
    pub(super) fn zone_of(&self, name: &[u8]) -> Option<&Zone> {
        if let Some(service) = self.service_zone().filter(|service| is_in(name, service.apex_wire())) {
            return Some(service);
        }
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
        name.is_ok_and(|name| {
            self.service.as_ref().is_some_and(|service| name.is_in(service.apex()))
                || name.ancestors().any(|above| self.zones.contains_key(&above))
        })
    }
}

/// Whether a wire name is `apex` or below it.
fn is_in(name: &[u8], apex: &[u8]) -> bool {
    name.ends_with(apex) && labels(name).iter().any(|(_, from)| *from == apex)
}
