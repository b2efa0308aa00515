//! Keys that are replaced in time, sealed: all nodes share them.

use jiff::Timestamp;
use tegata_model::rotating_key::KeyPurpose;
use uuid::Uuid;

use crate::{ReadTx, StoreError, WriteTx, params};

/// A key as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredKey {
    /// Its identifier.
    pub id: Uuid,
    /// What it is for.
    pub purpose: KeyPurpose,
    /// From when it encrypts.
    pub begins_at: Timestamp,
    /// Its bytes, sealed to [`place`].
    pub sealed_key: Vec<u8>,
}

/// Where a key is sealed to: its place for [`Sealer`](crate::Sealer).
#[must_use]
pub fn place(id: Uuid) -> String {
    format!("rotating-key/{id}")
}

/// All keys of a purpose, the oldest first; there are few.
///
/// # Errors
/// When the store fails.
pub fn list(tx: &mut ReadTx<'_>, purpose: KeyPurpose) -> Result<Vec<StoredKey>, StoreError> {
    let rows = tx.rows(
        "SELECT id, begins_at, sealed_key FROM rotating_keys WHERE purpose = ?1 ORDER BY begins_at, id",
        params![purpose.as_str()],
    )?;
    let keys = rows.iter().map(|row| {
        Ok(StoredKey { id: row.get(0)?, purpose, begins_at: row.get(1)?, sealed_key: row.get(2)? })
    });
    keys.collect()
}

/// Saves a new key.
///
/// # Errors
/// When the store fails.
pub fn insert(tx: &mut WriteTx<'_>, key: &StoredKey) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO rotating_keys (id, purpose, begins_at, sealed_key) VALUES (?1, ?2, ?3, ?4)",
        params![key.id, key.purpose.as_str(), key.begins_at, key.sealed_key],
    )?;
    Ok(())
}

/// Deletes a key.
///
/// # Errors
/// When the store fails.
pub fn delete(tx: &mut WriteTx<'_>, id: Uuid) -> Result<(), StoreError> {
    tx.execute("DELETE FROM rotating_keys WHERE id = ?1", params![id])?;
    Ok(())
}
