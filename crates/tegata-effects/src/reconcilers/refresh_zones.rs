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
use tegata_store::changes::Cursor;
use tegata_store::zones::GONE;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::follow;
use crate::log::log;
use crate::reconcile::until_committed;

/// How many zones are listed, and changes read, at a time.
const STEP: u32 = 500;
/// How often the change log is looked at when nobody of this process has committed: other nodes do too.
const POLL: Duration = Duration::from_secs(1);

/// Serves all zones from `zones`, and follows their changes, until `stop`.
///
/// A zone's change counts as in sync only once it is answered with here; a node that is behind answers as before.
pub async fn refresh_zones(instance: Instance, zones: Arc<ArcSwap<Snapshot>>, stop: CancellationToken) {
    let mut commits = instance.commits();
    let mut refreshing = Refreshing::new(instance, zones);
    loop {
        commits.mark_unchanged();
        let looked_at = Instant::now();
        if let Err(error) = refreshing.follow().await {
            log("the zones could not be refreshed", &error);
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = until_committed(&mut commits, looked_at) => {}
            () = tokio::time::sleep(POLL) => {}
        }
    }
}

/// Reads every zone into `zones` once.
///
/// # Errors
/// When the store fails.
pub async fn read_zones(instance: Instance, zones: Arc<ArcSwap<Snapshot>>) -> Result<(), Error> {
    Refreshing::new(instance, zones).read_all().await
}

struct Refreshing {
    instance: Instance,
    zones: Arc<ArcSwap<Snapshot>>,
    /// `None` until all zones have been read once.
    cursor: Option<Cursor>,
    /// Under which apex each zone is served: one that is gone tells it no more.
    apexes: HashMap<HostedZoneId, String>,
    /// Which zone is served under each apex: several may have it.
    answering: HashMap<String, HostedZoneId>,
}

impl Refreshing {
    fn new(instance: Instance, zones: Arc<ArcSwap<Snapshot>>) -> Refreshing {
        Refreshing { instance, zones, cursor: None, apexes: HashMap::new(), answering: HashMap::new() }
    }

    async fn follow(&mut self) -> Result<(), Error> {
        let Some(mut cursor) = self.cursor.clone() else { return self.read_all().await };
        loop {
            let step = follow::step(&self.instance, &cursor, STEP).await?;
            let changed = step.changes.into_iter().filter_map(|change| match change {
                Change::HostedZone(id) => Some(id),
                _ => None,
            });
            self.refresh(changed.collect()).await?;
            self.cursor = Some(step.cursor.clone());
            cursor = step.cursor;
            if step.is_last {
                return Ok(());
            }
        }
    }

    /// Reads every zone. The cursor is taken before, so that what changes meanwhile is read again.
    async fn read_all(&mut self) -> Result<(), Error> {
        let cursor = self.instance.read(|tx| Ok::<_, Error>(Cursor::at_end(tx)?)).await?;
        let mut after = String::new();
        loop {
            let ids = all_after(&self.instance, &after, STEP).await?;
            let Some(last) = ids.last() else { break };
            after = last.0.clone();
            self.refresh(ids).await?;
        }
        self.cursor = Some(cursor);
        Ok(())
    }

    /// Builds these zones anew, serves them together, and says so.
    async fn refresh(&mut self, ids: Vec<HostedZoneId>) -> Result<(), Error> {
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
