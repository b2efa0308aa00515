//! The certificates of an edge: which ones it knows, and which ones are loaded ahead.

use std::collections::{HashMap, VecDeque};

use tegata_edge::Edge;
use tegata_model::CertificateId;
use tegata_operations::certificate::{served_certificate, served_summaries_after, served_summary};
use tegata_operations::{Error, Worker};

use super::translate;
use super::users::is_last;
use crate::log::{log, log_cause};

/// How many certificates are listed at a time.
const STEP: u32 = 2_000;
/// How many certificates are loaded ahead in one pass, which other changes wait for.
const LOADED_AT_ONCE: usize = 50;

/// The certificates that listeners of an edge use.
pub(super) struct EdgeCertificates {
    worker: Worker,
    edge: Edge,
    /// How many listeners use each. One that no listener uses is not kept at the edge.
    users: HashMap<CertificateId, usize>,
    /// What is to be loaded ahead of its first handshake.
    to_load: VecDeque<CertificateId>,
}

impl EdgeCertificates {
    pub(super) fn new(worker: Worker, edge: Edge) -> EdgeCertificates {
        EdgeCertificates { worker, edge, users: HashMap::new(), to_load: VecDeque::new() }
    }

    /// Tells the edge of all certificates that something serves, before the listeners that use them.
    pub(super) async fn read_all(&self) -> Result<(), Error> {
        let mut after = None;
        loop {
            let (page, last) = served_summaries_after(&self.worker, after, STEP).await?;
            for summary in &page {
                let key = translate::certificate_key(summary.id);
                self.edge.put_summary(key, &translate::summary(summary));
            }
            if last.is_none() {
                return Ok(());
            }
            after = last;
        }
    }

    /// Removes what was read although no listener uses it any more.
    pub(super) fn remove_unused(&self) {
        let used = |key| self.users.contains_key(&translate::certificate_id(key));
        self.edge.retain_certificates(used);
    }

    pub(super) fn is_used(&self, id: CertificateId) -> bool {
        self.users.contains_key(&id)
    }

    /// Tells the edge of those that it does not know.
    pub(super) async fn refresh_unknown(&self, ids: &[CertificateId]) -> Result<(), Error> {
        for id in ids {
            if self.edge.certificate_version(translate::certificate_key(*id)).is_none() {
                self.refresh(*id).await?;
            }
        }
        Ok(())
    }

    /// Tells the edge of a certificate as it is now.
    pub(super) async fn refresh(&self, id: CertificateId) -> Result<(), Error> {
        let key = translate::certificate_key(id);
        let before = self.edge.certificate_version(key);
        let summary = match served_certificate(&self.worker, id).await {
            Ok(None) => None,
            Ok(Some(served)) => {
                let summary = served.summary.clone();
                self.edge.put_certificate(key, translate::material(served));
                Some(summary)
            }
            // A key that cannot be unsealed keeps no other certificate from being served.
            Err(error) => {
                let summary = served_summary(&self.worker, id).await?;
                log("a certificate cannot be loaded", &error);
                if let Some(summary) = &summary {
                    self.edge.put_summary(key, &translate::summary(summary));
                }
                summary
            }
        };
        match summary {
            None => self.edge.remove_certificate(key),
            Some(summary) if before.is_some_and(|before| before != u64::from(summary.version)) => {
                let (names, not_after) = (summary.names.join(" "), summary.not_after);
                let version = summary.version;
                tracing::info!(certificate = %id, version, names, %not_after, "replaced a certificate at the edge");
            }
            Some(_) => {}
        }
        Ok(())
    }

    /// A listener uses these.
    pub(super) fn used(&mut self, ids: &[CertificateId]) {
        for id in ids {
            let users = self.users.entry(*id).or_default();
            *users += 1;
            if *users == 1 && self.to_load.len() < Edge::LOADED_MAX {
                self.to_load.push_back(*id);
            }
        }
    }

    /// A listener uses these no more.
    pub(super) fn release(&mut self, ids: &[CertificateId]) {
        for id in ids {
            if is_last(&mut self.users, id) {
                self.edge.remove_certificate(translate::certificate_key(*id));
            }
        }
    }

    /// Loads some certificates ahead of their first handshake, so that they are served while the store does not answer.
    /// Returns whether there are more.
    pub(super) async fn load_some(&mut self) -> bool {
        let some = self.to_load.len().min(LOADED_AT_ONCE);
        for id in self.to_load.drain(..some) {
            if let Err(error) = self.edge.load_certificate(translate::certificate_key(id)).await {
                log_cause("a certificate cannot be loaded", error);
            }
        }
        !self.to_load.is_empty()
    }
}
