//! Keeps what the name servers answer with up to date.
//!
//! A change of a zone that is served costs the names that it changes: they are read by the zone's journal and put into
//! the zone in place. So does a change of a load balancer: its names are in a zone of their own.

mod load_balancers;
mod translate;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use tegata_dns::zone::{OutsideZone, RecordSet, Snapshot, Zone};
use tegata_model::HostedZoneId;
use tegata_model::change::Change;
use tegata_model::load_balancing::LoadBalancerId;
use tegata_model::node::ServedUpTo;
use tegata_model::zone::RecordName;
use tegata_operations::node::report_zone;
use tegata_operations::zone::{Contents, Node, ServedZone, all_after, changed_lately, look_up_under, served};
use tegata_operations::{Error, Worker};
use tokio_util::sync::CancellationToken;

use self::load_balancers::LoadBalancerZone;
use crate::follow::{self, Followed, Follower, Snapshot as _};
use crate::reconcile::reconcile;

/// How many zones are listed at a time.
const STEP: u32 = 500;

/// Serves all zones from `zones`, and follows their changes, until `stop`.
///
/// A zone's change counts as in sync only once every node answers with it; a node that is behind answers as before.
pub async fn refresh_zones(worker: Worker, zones: Arc<ArcSwap<Snapshot>>, stop: CancellationToken) {
    let served = ServedZones::new(worker.clone(), zones);
    let mut refreshing = Follower::new(worker.clone(), served);
    reconcile(&worker, &mut refreshing, Some(worker.commits()), &stop).await;
}

/// Reads every zone into `zones` once.
///
/// # Errors
/// When the store fails.
pub async fn read_zones(worker: Worker, zones: Arc<ArcSwap<Snapshot>>) -> Result<(), Error> {
    ServedZones::new(worker, zones).read_all().await
}

struct ServedZones {
    worker: Worker,
    zones: Arc<ArcSwap<Snapshot>>,
    /// The apex of each zone that is served: the store does not have that of a zone which is gone.
    apexes: HashMap<HostedZoneId, RecordName>,
    /// Which zone is served under each apex, for several may have it, and as of which serial.
    answering: BTreeMap<RecordName, (HostedZoneId, u32)>,
    /// `None` until it was read.
    load_balancers: Option<LoadBalancerZone>,
    /// Whether zones have changed since other nodes were last told.
    has_news: bool,
}

impl Followed for ServedZones {
    const NAME: &'static str = "refresh_zones";
    const FAILED: &'static str = "the zones could not be refreshed";
    const POLL: Duration = Duration::from_secs(1);
}

impl follow::Snapshot for ServedZones {
    async fn read_all(&mut self) -> Result<(), Error> {
        self.read_load_balancers().await?;
        let mut after = String::new();
        loop {
            let ids = all_after(&self.worker, &after, STEP).await?;
            let Some(last) = ids.last() else { break };
            after = last.0.clone();
            self.refresh(ids).await?;
        }
        self.has_news = true;
        // The process before this one may have ended before it came to look-ups.
        let lately = changed_lately(&self.worker).await?;
        let apexes = lately.iter().filter_map(|id| self.apexes.get(id)).cloned().collect();
        look_up_under(&self.worker, apexes).await
    }

    async fn take_up(&mut self, changes: &[Change]) -> Result<(), Error> {
        // First what aliases point to: a zone with one counts as in sync only once that is answered too.
        let load_balancers = changes.iter().filter_map(|change| match change {
            Change::LoadBalancer(id) => Some(*id),
            _ => None,
        });
        self.refresh_load_balancers(&load_balancers.collect::<Vec<_>>()).await?;
        let zones = changes.iter().filter_map(|change| match change {
            Change::HostedZone(id) => Some(id.clone()),
            _ => None,
        });
        let zones: Vec<HostedZoneId> = zones.collect();
        self.has_news |= !zones.is_empty();
        let apexes = self.refresh(zones).await?;
        look_up_under(&self.worker, apexes).await
    }

    fn caught_up(&mut self, up_to: &ServedUpTo) {
        self.worker.node.answers_up_to(up_to.clone(), std::mem::take(&mut self.has_news));
    }
}

impl ServedZones {
    fn new(worker: Worker, zones: Arc<ArcSwap<Snapshot>>) -> ServedZones {
        ServedZones {
            worker,
            zones,
            apexes: HashMap::new(),
            answering: BTreeMap::new(),
            load_balancers: None,
            has_news: false,
        }
    }

    /// Serves the names of all load balancers.
    async fn read_load_balancers(&mut self) -> Result<(), Error> {
        let mut read = LoadBalancerZone::read(&self.worker).await?;
        let mut snapshot = Snapshot::clone(&self.zones.load());
        read.serve(&mut snapshot);
        self.zones.store(Arc::new(snapshot));
        self.load_balancers = Some(read);
        Ok(())
    }

    /// Serves these load balancers' names as they are now, and those of all when the settings have changed.
    async fn refresh_load_balancers(&mut self, ids: &[LoadBalancerId]) -> Result<(), Error> {
        let served = self.load_balancers.as_mut();
        let Some(served) = served.filter(|served| !served.is_outdated(&self.worker.settings())) else {
            return self.read_load_balancers().await;
        };
        if !ids.is_empty() {
            served.refresh(&self.worker, ids).await?;
            let mut snapshot = Snapshot::clone(&self.zones.load());
            served.serve(&mut snapshot);
            self.zones.store(Arc::new(snapshot));
        }
        Ok(())
    }

    /// Brings these zones up to date and serves them together; gives the apexes that are answered with in a new form.
    async fn refresh(&mut self, ids: Vec<HostedZoneId>) -> Result<Vec<RecordName>, Error> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut snapshot = Snapshot::clone(&self.zones.load());
        let (mut apexes, mut outcomes) = (Vec::with_capacity(ids.len()), Vec::with_capacity(ids.len()));
        for id in ids {
            let Some(zone) = served(&self.worker, &id, self.serial_of(&id)).await? else {
                apexes.extend(self.remove(&id, &mut snapshot));
                outcomes.push((id, None));
                continue;
            };
            let apex = zone.apex.clone();
            match self.put(&id, zone, &mut snapshot) {
                Ok(()) => {
                    apexes.push(apex);
                    outcomes.push((id, None));
                }
                Err(error) => {
                    // The model lets no such name into a zone, so this is a fault of ours. The zone is answered as it
                    // was, and its change stays pending, which its owner sees.
                    tracing::error!(zone = %id, %error, "a zone cannot be served");
                    outcomes.push((id, Some(error.to_string())));
                }
            }
        }
        self.zones.store(Arc::new(snapshot));
        for (id, fault) in outcomes {
            report_zone(&self.worker, &id, fault).await?;
        }
        Ok(apexes)
    }

    /// The serial as of which a zone is served.
    fn serial_of(&self, id: &HostedZoneId) -> Option<u32> {
        let (answering, serial) = self.answering.get(self.apexes.get(id)?)?;
        (answering == id).then_some(*serial)
    }

    /// Puts what is in a zone, or what has changed in it, into the snapshot.
    fn put(
        &mut self,
        id: &HostedZoneId,
        served: ServedZone,
        snapshot: &mut Snapshot,
    ) -> Result<(), OutsideZone> {
        let ServedZone { apex, serial, contents, .. } = served;
        let (mut zone, nodes) = match contents {
            Contents::Hidden => return Ok(()),
            Contents::Whole(nodes) => (Zone::new(apex.clone()), nodes),
            Contents::Changed(nodes) => {
                let zone = snapshot.zone(&apex).cloned();
                (zone.unwrap_or_else(|| Zone::new(apex.clone())), nodes)
            }
        };
        put_nodes(&mut zone, nodes)?;
        zone.set_serial(serial);
        snapshot.put_zone(zone);
        self.apexes.insert(id.clone(), apex.clone());
        self.answering.insert(apex, (id.clone(), serial));
        Ok(())
    }

    /// Takes a zone that is gone out of the snapshot, and gives its apex if it was served.
    fn remove(&mut self, id: &HostedZoneId, snapshot: &mut Snapshot) -> Option<RecordName> {
        let apex = self.apexes.remove(id)?;
        if self.answering.get(&apex).is_some_and(|(answering, _)| answering == id) {
            self.answering.remove(&apex);
            snapshot.remove_zone(&apex);
        }
        Some(apex)
    }
}

fn put_nodes(zone: &mut Zone, nodes: Vec<Node>) -> Result<(), OutsideZone> {
    for (name, record_sets) in nodes {
        let record_sets: Vec<RecordSet> = record_sets.into_iter().map(translate::record_set).collect();
        zone.put(&name, &record_sets)?;
    }
    Ok(())
}
