//! Keeping what the name servers answer with up to date.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use tegata_dns::zone::{RecordSet, Snapshot, Zone};
use tegata_model::HostedZoneId;
use tegata_model::change::Change;
use tegata_operations::zone::{ServedZone, all_after, confirm, served};
use tegata_operations::{Error, Instance};
use tegata_store::zones::GONE;
use tokio_util::sync::CancellationToken;

use crate::follow::{self, Follower, Snapshot as _};
use crate::reconcile::{Failure, Next, Reconcile, reconcile};

/// How many zones are listed at a time.
const STEP: u32 = 500;
/// How often the change log is looked at when this process has committed nothing: other nodes commit too.
const POLL: Duration = Duration::from_secs(1);

/// Serves all zones from `zones`, and follows their changes, until `stop`.
///
/// A zone's change counts as in sync only once it is answered with here; a node that is behind answers as before.
pub async fn refresh_zones(instance: Instance, zones: Arc<ArcSwap<Snapshot>>, stop: CancellationToken) {
    let served = ServedZones::new(instance.clone(), zones);
    let mut refreshing = Refreshing(Follower::new(instance.clone(), served));
    reconcile(&instance, &mut refreshing, Some(instance.commits()), &stop).await;
}

/// Reads every zone into `zones` once.
///
/// # Errors
/// When the store fails.
pub async fn read_zones(instance: Instance, zones: Arc<ArcSwap<Snapshot>>) -> Result<(), Error> {
    ServedZones::new(instance, zones).read_all().await
}

struct Refreshing(Follower<ServedZones>);

impl Reconcile for Refreshing {
    const NAME: &'static str = "refresh_zones";
    const FAILED: &'static str = "the zones could not be refreshed";
    const RETRY: Next = Next::Poll(POLL);

    async fn pass(&mut self, _: &CancellationToken) -> Result<Next, Failure> {
        self.0.catch_up().await?;
        Ok(Next::Poll(POLL))
    }
}

struct ServedZones {
    instance: Instance,
    zones: Arc<ArcSwap<Snapshot>>,
    /// Under which apex each zone is served: one that is gone tells it no more.
    apexes: HashMap<HostedZoneId, String>,
    /// Which zone is served under each apex: several may have it.
    answering: HashMap<String, HostedZoneId>,
}

impl follow::Snapshot for ServedZones {
    async fn read_all(&mut self) -> Result<(), Error> {
        let mut after = String::new();
        loop {
            let ids = all_after(&self.instance, &after, STEP).await?;
            let Some(last) = ids.last() else { return Ok(()) };
            after = last.0.clone();
            self.refresh(ids).await?;
        }
    }

    async fn take_up(&mut self, changes: &[Change]) -> Result<(), Error> {
        let changed = changes.iter().filter_map(|change| match change {
            Change::HostedZone(id) => Some(id.clone()),
            _ => None,
        });
        self.refresh(changed.collect()).await
    }
}

impl ServedZones {
    fn new(instance: Instance, zones: Arc<ArcSwap<Snapshot>>) -> ServedZones {
        ServedZones { instance, zones, apexes: HashMap::new(), answering: HashMap::new() }
    }

    /// Builds these zones anew, serves them together, and says so.
    async fn refresh(&mut self, ids: Vec<HostedZoneId>) -> Result<(), Error> {
        if ids.is_empty() {
            return Ok(());
        }
        let mut snapshot = Snapshot::clone(&self.zones.load());
        let mut answered = Vec::with_capacity(ids.len());
        for id in ids {
            match served(&self.instance, &id).await? {
                // It is ready to take the place of the older zone of its apex.
                Some(zone) if !zone.is_answered => {
                    if zone.pending {
                        answered.push((id, zone.apex, zone.serial));
                    }
                }
                Some(zone) => match encode(&zone) {
                    Ok(encoded) => {
                        snapshot.put_zone(encoded);
                        self.apexes.insert(id.clone(), zone.apex.clone());
                        self.answering.insert(zone.apex.clone(), id.clone());
                        if zone.pending {
                            answered.push((id, zone.apex, zone.serial));
                        }
                    }
                    // Values are checked before they are stored, so this is a fault of ours; the zone is answered
                    // as it was, and its change stays pending for everybody to see.
                    Err(error) => tracing::error!(zone = %id, %error, "a zone cannot be served"),
                },
                None => {
                    let Some(apex) = self.apexes.remove(&id) else {
                        answered.push((id, String::new(), GONE));
                        continue;
                    };
                    if self.answering.get(&apex) == Some(&id) {
                        self.answering.remove(&apex);
                        snapshot.remove_zone(&apex).map_err(Error::internal)?;
                    }
                    answered.push((id, apex, GONE));
                }
            }
        }
        self.zones.store(Arc::new(snapshot));
        for (id, apex, serial) in answered {
            confirm(&self.instance, &id, &apex, serial).await?;
        }
        Ok(())
    }
}

fn encode(zone: &ServedZone) -> Result<Zone, tegata_dns::zone::RecordError> {
    let sets = zone.record_sets.iter().map(|set| RecordSet {
        name: set.name.as_str(),
        kind: &set.kind,
        ttl: set.ttl,
        values: &set.values,
    });
    Zone::new(&zone.apex, sets)
}
