//! Why a store is held, as the store itself keeps it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tegata_store::{ReadTx, StoreError, WriteTx, meta};

/// That the store is held, in the store itself, so that all nodes and later starts see it.
pub(super) const HELD: &str = "held";

/// Why the store is held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Since when.
    pub since: Timestamp,
    /// What was found, a sentence each.
    pub reasons: Vec<String>,
}

/// Why the store is held; `None` when it is not.
///
/// # Errors
/// When the store fails.
pub fn held(tx: &mut ReadTx<'_>) -> Result<Option<Held>, StoreError> {
    let kept = meta::find(tx, HELD)?;
    kept.map(|kept| serde_json::from_slice(&kept).map_err(StoreError::corrupt)).transpose()
}

/// Holds the store from its next start on, and for all nodes: what `tegata restore` leaves behind.
///
/// # Errors
/// When the store fails.
pub fn hold(tx: &mut WriteTx<'_>, held: &Held) -> Result<(), StoreError> {
    meta::put(tx, HELD, &serde_json::to_vec(held).map_err(StoreError::corrupt)?)
}
