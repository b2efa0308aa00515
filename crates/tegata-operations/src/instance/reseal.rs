//! Retiring key-encryption keys: what an older one has sealed is sealed anew under the newest, a few values at a time.
//! The store says which keys it needs, so that no start goes without one of them.

use std::sync::Arc;

use tegata_store::sealed::{self, Step, Walk};
use tegata_store::{ReadTx, Sealer, Store, StoreError, meta};

use crate::{Error, Instance, Worker};

/// The identifiers of the keys that may have sealed something, as a JSON array.
const NAME: &str = "sealing-keys";
/// How many values one transaction takes at most.
const STEP: u32 = 200;

/// Why the keys at hand are not enough.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A key is missing.
    #[error(
        "the store contains secrets that are encrypted under the key-encryption key {0}, which is not \
         given: add its line again below the newest key. The log says when it is no longer needed"
    )]
    Missing(String),
}

/// Checks that all keys are there which the store needs, and notes that the newest is one of them from now on.
///
/// # Errors
/// [`KeysError`].
pub async fn check_keys(store: &Store, sealer: &Sealer) -> Result<(), KeysError> {
    let given = sealer.key_ids();
    let needed = store.read(needed).await?;
    if let Some(missing) = needed.iter().flatten().find(|id| !given.contains(id)) {
        return Err(KeysError::Missing(missing.clone()));
    }
    // A restart writes nothing, so that an instance comes up although its disk is full.
    let newest = given.first().cloned().unwrap_or_default();
    if needed.is_some_and(|needed| needed.contains(&newest)) {
        return Ok(());
    }
    let noting = store.write(move |tx| -> Result<(), StoreError> {
        // A store that was never told may hold something of each.
        let mut all = self::needed(tx)?.unwrap_or_else(|| given.clone());
        if !all.contains(&newest) {
            all.push(newest.clone());
        }
        meta::put(tx, NAME, &serde_json::to_vec(&all).map_err(StoreError::corrupt)?)
    });
    match noting.await {
        Err(error) if error.unavailable().is_none() => Err(error.into()),
        _ => Ok(()),
    }
}

/// The identifiers of the key-encryption keys that a store needs; `None` when it was never told.
///
/// # Errors
/// When the store fails.
pub fn needed(tx: &mut ReadTx<'_>) -> Result<Option<Vec<String>>, StoreError> {
    let kept = meta::find(tx, NAME)?;
    kept.map(|kept| serde_json::from_slice(&kept).map_err(StoreError::corrupt)).transpose()
}

/// Whether more than one key is given, so that one may be on its way out.
#[must_use]
pub fn is_due(instance: &Instance) -> bool {
    instance.sealer.key_ids().len() > 1
}

/// Counts what is not sealed under the newest key, for [`Counters::under_old_keys`](crate::Counters::under_old_keys).
///
/// # Errors
/// When the store fails.
pub async fn count(worker: &Worker) -> Result<u64, Error> {
    let sealer = Arc::clone(&worker.sealer);
    let count = worker.read(move |tx| sealed::count_under_others(tx, &sealer)).await?;
    worker.counters.set_under_old_keys(count);
    Ok(count)
}

/// Seals the next values anew.
///
/// # Errors
/// When the store fails.
pub async fn reseal_some(worker: &Worker, walk: Walk) -> Result<Step, Error> {
    let sealer = Arc::clone(&worker.sealer);
    let step = worker.write_apart(move |tx| sealed::reseal(tx, &sealer, &walk, STEP)).await?;
    let left = worker.counters.under_old_keys().saturating_sub(step.resealed);
    worker.counters.set_under_old_keys(left);
    Ok(step)
}

/// Notes that only the newest key is needed, once nothing is under another one. Gives the identifiers of the keys that
/// retire by that; `None` while something is left.
///
/// # Errors
/// When the store fails.
pub async fn retire(worker: &Worker) -> Result<Option<Vec<String>>, Error> {
    let sealer = Arc::clone(&worker.sealer);
    let done = worker
        .write(move |tx| -> Result<Option<Vec<String>>, StoreError> {
            if sealed::count_under_others(tx, &sealer)? > 0 {
                return Ok(None);
            }
            let ids = sealer.key_ids();
            let (newest, older) = ids.split_at(1);
            let before = needed(tx)?.unwrap_or_default();
            if before != newest {
                meta::put(tx, NAME, &serde_json::to_vec(newest).map_err(StoreError::corrupt)?)?;
            }
            Ok(Some(older.to_vec()))
        })
        .await?;
    Ok(done)
}
