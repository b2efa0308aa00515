//! Trust stores in memory, made ready for handshakes.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::Arc;

use parking_lot::RwLock;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use tegata_x509::client_certificate::issued_by;
use tegata_x509::revocation_file::IssuedBy;

use crate::trust_store::{TrustStore, TrustStoreKey};

/// All trust stores, by key. What replaces one counts for handshakes that begin afterwards.
#[derive(Default)]
pub(crate) struct TrustStores(RwLock<HashMap<TrustStoreKey, Arc<ReadyTrustStore>>>);

/// A trust store with what verifying takes.
pub(crate) struct ReadyTrustStore {
    /// The authorities that have not been revoked themselves.
    pub(crate) roots: Arc<RootCertStore>,
    revoked: HashSet<IssuedBy>,
}

impl TrustStores {
    pub(crate) fn put(&self, key: TrustStoreKey, trust_store: TrustStore) {
        self.0.write().insert(key, Arc::new(ReadyTrustStore::new(trust_store)));
    }

    pub(crate) fn remove(&self, key: TrustStoreKey) {
        self.0.write().remove(&key);
    }

    pub(crate) fn find(&self, key: TrustStoreKey) -> Option<Arc<ReadyTrustStore>> {
        self.0.read().get(&key).cloned()
    }
}

impl ReadyTrustStore {
    fn new(trust_store: TrustStore) -> ReadyTrustStore {
        let TrustStore { authorities, revoked } = trust_store;
        let mut roots = RootCertStore::empty();
        for der in authorities {
            let is_revoked = issued_by(&der).is_ok_and(|certificate| revoked.contains(&certificate));
            // An authority that cannot be read certifies no one.
            if !is_revoked && let Err(error) = roots.add(CertificateDer::from(der)) {
                tracing::warn!(%error, "a CA certificate of a trust store cannot be used");
            }
        }
        ReadyTrustStore { roots: Arc::new(roots), revoked }
    }

    /// Whether one of these certificates was revoked. One that cannot be read counts as revoked.
    pub(crate) fn has_revoked<'a>(&self, mut chain: impl Iterator<Item = &'a CertificateDer<'a>>) -> bool {
        !self.revoked.is_empty()
            && chain.any(|der| issued_by(der).map_or(true, |certificate| self.revoked.contains(&certificate)))
    }
}

impl fmt::Debug for ReadyTrustStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (roots, revoked) = (self.roots.len(), self.revoked.len());
        f.debug_struct("ReadyTrustStore").field("roots", &roots).field("revoked", &revoked).finish()
    }
}
