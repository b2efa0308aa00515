//! Events: facts that happened, kept in an append-only log.

mod kind;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::Tenant;

pub use kind::{Attention, BridgeName, EventKind, SubjectKind, UnknownKind};

/// A fact that happened, written in the transaction that made it true.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// When it happened, by the instance's clock.
    pub at: Timestamp,
    /// Whose it is; `None` for what concerns the whole instance, such as its authorities.
    pub tenant: Option<Tenant>,
    /// What happened.
    pub kind: EventKind,
    /// What it happened to: the identifier of the noun.
    pub subject: String,
    /// Whatever else a reader wants to know; never a secret.
    pub detail: serde_json::Value,
}
