//! Events: facts that happened, kept in an append-only log.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::Tenant;

/// A fact that happened, written in the transaction that made it true.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// When it happened, by the instance's clock.
    pub at: Timestamp,
    /// Whose it is; `None` for what concerns the whole instance, such as its authorities.
    pub tenant: Option<Tenant>,
    /// What happened, in the form `noun.verb`: `certificate.issued`, `hosted-zone.created`.
    pub kind: String,
    /// What it happened to: the identifier of the noun.
    pub subject: String,
    /// Whatever else a reader wants to know; never a secret.
    pub detail: serde_json::Value,
}
