//! Small values that an instance keeps under a name: its settings, sealed secrets, the clock's offset.

use crate::{ReadTx, StoreError, WriteTx, params};

/// The value of `key`.
///
/// # Errors
/// When the store fails.
pub fn find(tx: &mut ReadTx<'_>, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
    tx.row("SELECT value FROM meta WHERE key = ?1", params![key])?.map(|row| row.get(0)).transpose()
}

/// Keeps a value under `key`, in place of the one before.
///
/// # Errors
/// When the store fails.
pub fn put(tx: &mut WriteTx<'_>, key: &str, value: &[u8]) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        params![key, value],
    )?;
    Ok(())
}

/// Forgets the value of `key`.
///
/// # Errors
/// When the store fails.
pub fn delete(tx: &mut WriteTx<'_>, key: &str) -> Result<(), StoreError> {
    tx.execute("DELETE FROM meta WHERE key = ?1", params![key])?;
    Ok(())
}
