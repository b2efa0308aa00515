//! How the caller wrote the identifiers in a request, for refusals.

use tegata_model::CertificateId;
use tegata_model::load_balancing::{TargetGroupId, TrustStoreId};

use crate::Named;

/// The caller's words for the things that a request names by identifier; only refusals repeat them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// For certificates.
    pub certificates: Vec<Named<CertificateId>>,
    /// For target groups.
    pub groups: Vec<Named<TargetGroupId>>,
    /// For a trust store.
    pub trust_store: Option<Named<TrustStoreId>>,
}

impl Words {
    pub(super) fn certificate(&self, id: CertificateId) -> String {
        let found = self.certificates.iter().find(|named| named.id == id);
        found.map_or_else(|| id.to_string(), |named| named.as_written.clone())
    }

    pub(super) fn trust_store(&self, id: TrustStoreId) -> Named<TrustStoreId> {
        let found = self.trust_store.clone().filter(|named| named.id == id);
        found.unwrap_or_else(|| Named::new(id, id.to_string()))
    }

    pub(super) fn group(&self, id: TargetGroupId) -> String {
        let found = self.groups.iter().find(|named| named.id == id);
        found.map_or_else(|| id.to_string(), |named| named.as_written.clone())
    }
}
