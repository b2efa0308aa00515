//! A store that may be an older copy: told by the journal, mended as far as the journal goes, and held until an operator
//! has acknowledged it.

mod acknowledge;
mod journal;
mod put_back;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tegata_store::{ReadTx, StoreError, WriteTx, meta};

pub use acknowledge::{Acknowledged, acknowledge};
pub use journal::{JournalError, follow_journal, journal_name, open_journal};

use crate::{Caller, Error, Instance};

/// That the store is held, in the store itself, so that all nodes and later starts see it.
const HELD: &str = "held";
/// That a journal was begun for this store, so that a missing one is missed.
const HAS_JOURNAL: &str = "has-journal";

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

/// Shows whether and why the store is held.
///
/// # Errors
/// When the caller may not, or the store fails.
pub async fn show(instance: &Instance, caller: &Caller) -> Result<Option<Held>, Error> {
    caller.may("tegata:DescribeRestore")?;
    Ok(instance.read(held).await?)
}
