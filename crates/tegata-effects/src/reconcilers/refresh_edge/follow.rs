//! Keeps an edge up to date with the change log: a change refreshes the listener, certificate or group that it names.

use std::collections::HashMap;
use std::sync::Arc;

use tegata_edge::{AccessLogKey, Edge};
use tegata_model::CertificateId;
use tegata_model::change::Change;
use tegata_model::load_balancing::{ListenerId, TargetGroupId, TrustStoreId};
use tegata_model::node::{ListenerOutcome, NotOpen, ServedUpTo};
use tegata_operations::load_balancing::{
    ServedListener, served_group, served_listener, served_listeners_after, served_trust_store,
};
use tegata_operations::node::{faults_left, report_listener};
use tegata_operations::{Error, Worker};

use super::certificates::EdgeCertificates;
use super::keys::SharedKeys;
use super::translate;
use super::users::is_last;
use crate::access_log::AccessLogs;
use crate::follow::Snapshot;

/// How many listeners are listed at a time.
const STEP: u32 = 500;

/// An edge, and what it serves.
pub(super) struct Following {
    worker: Worker,
    edge: Edge,
    keys: SharedKeys,
    access_logs: Arc<AccessLogs>,
    /// What each listener that is served needs.
    served: HashMap<ListenerId, Needs>,
    certificates: EdgeCertificates,
    /// How many listeners need each group. One that no listener needs is not kept at the edge.
    groups: HashMap<TargetGroupId, usize>,
    /// How many listeners and groups need each trust store, and which one each group needs.
    trust_stores: HashMap<TrustStoreId, usize>,
    trust_stores_of_groups: HashMap<TargetGroupId, TrustStoreId>,
    /// Those that could not be opened, here or by a node that is gone, and why.
    faults: HashMap<ListenerId, ListenerFault>,
    /// Whether what is served has changed since other nodes were last told.
    has_news: bool,
}

/// Why a listener could not be opened.
struct ListenerFault {
    fault: NotOpen,
    /// Whether this node has said so.
    is_own: bool,
}

/// What a listener needs.
#[derive(Default)]
struct Needs {
    certificates: Vec<CertificateId>,
    groups: Vec<TargetGroupId>,
    trust_store: Option<TrustStoreId>,
}

impl Needs {
    fn of(served: &ServedListener) -> Needs {
        Needs {
            certificates: served.listener.certificates(),
            groups: served.groups(),
            trust_store: served.listener.trust_store(),
        }
    }
}

impl Snapshot for Following {
    async fn read_all(&mut self) -> Result<(), Error> {
        self.keys.refresh_all().await;
        self.certificates.read_all().await?;
        for (id, fault) in faults_left(&self.worker).await? {
            self.faults.entry(id).or_insert(ListenerFault { fault, is_own: false });
        }
        self.has_news = true;
        let mut after = None;
        loop {
            let page = served_listeners_after(&self.worker, after, STEP).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.listener.id);
            for listener in page {
                self.serve(listener).await?;
            }
        }
        self.certificates.remove_unused();
        Ok(())
    }

    async fn take_up(&mut self, changes: &[Change]) -> Result<(), Error> {
        for change in changes {
            self.take_up_one(change).await?;
        }
        Ok(())
    }

    fn caught_up(&mut self, up_to: &ServedUpTo) {
        self.worker.node.serves_up_to(up_to.clone(), std::mem::take(&mut self.has_news));
    }
}

impl Following {
    pub(super) fn new(worker: Worker, edge: Edge, access_logs: Arc<AccessLogs>) -> Following {
        Following {
            keys: SharedKeys::new(worker.clone(), edge.clone()),
            certificates: EdgeCertificates::new(worker.clone(), edge.clone()),
            worker,
            edge,
            access_logs,
            served: HashMap::new(),
            groups: HashMap::new(),
            trust_stores: HashMap::new(),
            trust_stores_of_groups: HashMap::new(),
            faults: HashMap::new(),
            has_news: false,
        }
    }

    /// Tries listeners again that could not be opened, since the port may be free by now, and keys that could not be
    /// read.
    pub(super) async fn try_again(&mut self) -> Result<(), Error> {
        self.keys.try_again().await;
        for id in self.faults.keys().copied().collect::<Vec<ListenerId>>() {
            self.refresh_listener(id).await?;
        }
        Ok(())
    }

    /// Loads some certificates ahead of their first handshake. Returns whether there are more.
    pub(super) async fn load_some(&mut self) -> bool {
        self.certificates.load_some().await
    }

    async fn take_up_one(&mut self, change: &Change) -> Result<(), Error> {
        match change {
            Change::Listener(id) => {
                self.has_news = true;
                self.refresh_listener(*id).await
            }
            Change::Certificate(id) if self.certificates.is_used(*id) => {
                self.has_news = true;
                self.certificates.refresh(*id).await
            }
            Change::TargetGroup(id) if self.groups.contains_key(id) => self.refresh_group(*id).await,
            Change::TrustStore(id) if self.trust_stores.contains_key(id) => {
                self.has_news = true;
                self.refresh_trust_store(*id).await
            }
            Change::RotatingKeys(purpose) => {
                self.keys.refresh(*purpose).await;
                Ok(())
            }
            // What this edge does not use, and what no edge uses.
            Change::Certificate(_)
            | Change::TargetGroup(_)
            | Change::HostedZone(_)
            | Change::LoadBalancer(_)
            | Change::Revocation(_)
            | Change::TrustStore(_)
            | Change::Authority(_)
            | Change::Access(_) => Ok(()),
        }
    }

    async fn refresh_listener(&mut self, id: ListenerId) -> Result<(), Error> {
        match served_listener(&self.worker, id).await? {
            Some(listener) => self.serve(listener).await,
            None => {
                self.edge.remove_listener(translate::listener_key(id));
                self.faults.remove(&id);
                if let Some(needs) = self.served.remove(&id) {
                    self.release(&needs);
                }
                self.worker.edge.removed(id);
                Ok(())
            }
        }
    }

    /// Serves a listener as it is now: first what it needs, then itself.
    async fn serve(&mut self, served: ServedListener) -> Result<(), Error> {
        let (id, revision) = (served.listener.id, served.listener.revision);
        let needs = Needs::of(&served);
        self.certificates.refresh_unknown(&needs.certificates).await?;
        for group in &needs.groups {
            if !self.groups.contains_key(group) {
                self.refresh_group(*group).await?;
            }
        }
        if let Some(id) = needs.trust_store {
            self.prepare_trust_store(id).await?;
        }
        // Counted together once nothing can fail any more.
        self.certificates.used(&needs.certificates);
        for group in &needs.groups {
            *self.groups.entry(*group).or_default() += 1;
        }
        if let Some(id) = needs.trust_store {
            *self.trust_stores.entry(id).or_default() += 1;
        }
        let before = self.served.insert(id, needs);
        if let Some(log) = &served.access_log {
            self.access_logs.put(AccessLogKey(served.listener.load_balancer.0), log.clone());
        }
        let listener = translate::listener(&served);
        self.worker.edge.opening(id, listener.address);
        let outcome = self.edge.put_listener(translate::listener_key(id), listener).await;
        // Not before: until then handshakes are still served by what the listener needed before.
        if let Some(before) = before {
            self.release(&before);
        }
        let outcome = outcome.map_err(|error| translate::not_open(&error));
        self.worker.edge.applied(id, revision, outcome.clone());
        self.report(id, revision, outcome.map(|_| ())).await
    }

    /// Reports what became of a listener, when that is something new.
    async fn report(&mut self, id: ListenerId, revision: u64, outcome: ListenerOutcome) -> Result<(), Error> {
        let before = self.faults.get(&id);
        let is_reported = match (&outcome, before) {
            (Ok(()), None) => true,
            (Err(fault), Some(before)) => before.is_own && before.fault == *fault,
            _ => false,
        };
        if is_reported {
            return Ok(());
        }
        if let Err(fault) = &outcome {
            tracing::warn!(listener = %id, why = fault.why(), "a listener is not open");
        }
        let before = before.map_or(Ok(()), |before| Err(before.fault.clone()));
        report_listener(&self.worker, id, revision, before, outcome.clone()).await?;
        match outcome {
            Ok(()) => self.faults.remove(&id),
            Err(fault) => self.faults.insert(id, ListenerFault { fault, is_own: true }),
        };
        Ok(())
    }

    /// Removes what a listener needed and no other listener needs.
    fn release(&mut self, needs: &Needs) {
        self.certificates.release(&needs.certificates);
        for id in &needs.groups {
            if is_last(&mut self.groups, id) {
                self.edge.remove_group(translate::group_key(*id));
                self.access_logs.remove_group(translate::group_key(*id));
                self.worker.edge.drop_health(*id);
                if let Some(trust_store) = self.trust_stores_of_groups.remove(id) {
                    self.release_trust_store(trust_store);
                }
            }
        }
        if let Some(id) = needs.trust_store {
            self.release_trust_store(id);
        }
    }

    async fn refresh_trust_store(&self, id: TrustStoreId) -> Result<(), Error> {
        let key = translate::trust_store_key(id);
        match served_trust_store(&self.worker, id).await? {
            Some(served) => self.edge.put_trust_store(key, translate::trust_store(served)),
            None => self.edge.remove_trust_store(key),
        }
        Ok(())
    }

    /// Gives the edge a trust store that it does not have yet.
    async fn prepare_trust_store(&self, id: TrustStoreId) -> Result<(), Error> {
        match self.trust_stores.contains_key(&id) {
            true => Ok(()),
            false => self.refresh_trust_store(id).await,
        }
    }

    /// Counts one user less of a trust store, and removes one that no one needs.
    fn release_trust_store(&mut self, id: TrustStoreId) {
        if is_last(&mut self.trust_stores, &id) {
            self.edge.remove_trust_store(translate::trust_store_key(id));
        }
    }

    /// Refreshes a group: first the trust store that it needs, then itself.
    async fn refresh_group(&mut self, id: TargetGroupId) -> Result<(), Error> {
        let key = translate::group_key(id);
        let served = served_group(&self.worker, id).await?;
        let trust_store = served.as_ref().and_then(|served| served.trust_store);
        if let Some(trust_store) = trust_store {
            self.prepare_trust_store(trust_store).await?;
            *self.trust_stores.entry(trust_store).or_default() += 1;
        }
        let before = match trust_store {
            Some(trust_store) => self.trust_stores_of_groups.insert(id, trust_store),
            None => self.trust_stores_of_groups.remove(&id),
        };
        match served {
            Some(served) => {
                self.access_logs.put_group(key, &served.arn);
                self.edge.put_group(key, translate::group(served));
            }
            None => self.edge.remove_group(key),
        }
        if let Some(before) = before {
            self.release_trust_store(before);
        }
        Ok(())
    }
}
