//! How far a renewal has come.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::certificate::name::NameState;
use crate::certificate::status::FailureReason;

/// A renewal: from its first attempt until the new version is there, or the old one has expired.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renewal {
    /// Which version is to be replaced.
    pub replaces: u32,
    /// How far it has come.
    pub stage: Stage,
    /// When the stage, its reason, or a name's state last changed.
    pub updated_at: Timestamp,
    /// The attempt that runs, or the last one.
    pub attempt: Attempt,
    /// How far the names' new proofs have come, in the order of the certificate's names.
    pub names: Vec<NameState>,
    /// Who began it.
    #[serde(default)]
    pub begun_by: BegunBy,
}

/// Who began a renewal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BegunBy {
    /// The time: its end was near.
    #[default]
    Time,
    /// The owner, who may do so at any time (ACM API, `RenewCertificate`).
    Owner,
}

/// How far a renewal has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "kebab-case")]
pub enum Stage {
    /// It proceeds by itself.
    Automatic,
    /// The owner has to do something: put a record back, or change CAA.
    ActionRequired {
        /// Why, where ACM has a reason for it; a missing record has none.
        reason: Option<FailureReason>,
    },
    /// The new version is there.
    Succeeded,
    /// The old version has expired first.
    Failed {
        /// The last known reason.
        reason: Option<FailureReason>,
    },
}

/// One try of at most 72 hours at proving all names anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// Counts up from 1 within the renewal.
    pub number: u32,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended without success.
    pub ended_at: Option<Timestamp>,
    /// Whether the owner was told in this attempt that there is something to do: once is enough.
    pub told: bool,
}

impl Attempt {
    pub(super) fn first(now: Timestamp) -> Attempt {
        Attempt { number: 1, started_at: now, ended_at: None, told: false }
    }
}

impl Renewal {
    /// ACM's name for the stage (ACM API, `RenewalStatus`).
    #[must_use]
    pub fn status(&self) -> &'static str {
        match self.stage {
            Stage::Automatic => "PENDING_AUTO_RENEWAL",
            Stage::ActionRequired { .. } => "PENDING_VALIDATION",
            Stage::Succeeded => "SUCCESS",
            Stage::Failed { .. } => "FAILED",
        }
    }

    /// Why the owner has something to do, or why it failed.
    #[must_use]
    pub fn reason(&self) -> Option<FailureReason> {
        match self.stage {
            Stage::ActionRequired { reason } | Stage::Failed { reason } => reason,
            Stage::Automatic | Stage::Succeeded => None,
        }
    }

    /// Whether it is under way, be it between two attempts.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.stage, Stage::Automatic | Stage::ActionRequired { .. })
    }

    /// Whether names are being proven for it just now.
    #[must_use]
    pub fn attempt_runs(&self) -> bool {
        self.is_open() && self.attempt.ended_at.is_none()
    }
}
