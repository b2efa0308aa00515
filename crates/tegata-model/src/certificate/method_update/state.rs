//! How far a change of the validation method has come.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::certificate::name::NameState;
use crate::certificate::proving::VALIDATION_LIMIT;

/// The latest request to prove the names by DNS.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MethodUpdate {
    /// How far it has come.
    pub stage: UpdateStage,
    /// When it was asked for.
    pub requested_at: Timestamp,
    /// When its stage last changed.
    pub updated_at: Timestamp,
    /// Which names' records were seen, in the order of the certificate's names.
    pub names: Vec<NameState>,
}

/// How far an update has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UpdateStage {
    /// Some record is not there yet.
    Pending,
    /// The names are proven by DNS from now on.
    Succeeded,
    /// Not every record was there in time: the method has stayed.
    Failed,
}

impl MethodUpdate {
    /// ACM's name for the stage (ACM API, `UpdateStatus`).
    #[must_use]
    pub fn status(&self) -> &'static str {
        match self.stage {
            UpdateStage::Pending => "PENDING_DOMAIN_VALIDATION",
            UpdateStage::Succeeded => "SUCCESS",
            UpdateStage::Failed => "FAILED",
        }
    }

    /// Whether its records are being looked for.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.stage == UpdateStage::Pending
    }

    /// When it is given up.
    #[must_use]
    pub fn until(&self) -> Timestamp {
        self.requested_at + VALIDATION_LIMIT
    }
}
