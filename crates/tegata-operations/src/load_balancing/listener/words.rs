//! How the caller wrote the identifiers in a request, for refusals.

use tegata_model::CertificateId;
use tegata_model::load_balancing::TargetGroupId;

use crate::Named;

/// The caller's words for the things that a request names by identifier; only refusals repeat them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// For certificates.
    pub certificates: Vec<Named<CertificateId>>,
    /// For target groups.
    pub groups: Vec<Named<TargetGroupId>>,
}

impl Words {
    pub(super) fn certificate(&self, id: CertificateId) -> String {
        let found = self.certificates.iter().find(|named| named.id == id);
        found.map_or_else(|| id.to_string(), |named| named.as_written.clone())
    }

    pub(super) fn group(&self, id: TargetGroupId) -> String {
        let found = self.groups.iter().find(|named| named.id == id);
        found.map_or_else(|| id.to_string(), |named| named.as_written.clone())
    }
}
