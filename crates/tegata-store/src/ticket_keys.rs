//! Keys of session tickets, sealed: all nodes share them.

use jiff::Timestamp;
use uuid::Uuid;

use crate::{ReadTx, StoreError, WriteTx, params};

/// A key as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredTicketKey {
    /// Its identifier.
    pub id: Uuid,
    /// From when it makes tickets.
    pub begins_at: Timestamp,
    /// Its bytes, sealed to [`place`].
    pub sealed_key: Vec<u8>,
}

/// Where a key is sealed to: its place for [`Sealer`](crate::Sealer).
#[must_use]
pub fn place(id: Uuid) -> String {
    format!("ticket-key/{id}")
}

/// All keys, the oldest first.
///
/// # Errors
/// When the store fails.
pub fn list(tx: &mut ReadTx<'_>) -> Result<Vec<StoredTicketKey>, StoreError> {
    let rows =
        tx.rows("SELECT id, begins_at, sealed_key FROM ticket_keys ORDER BY begins_at, id", params![])?;
    let keys = rows
        .iter()
        .map(|row| Ok(StoredTicketKey { id: row.get(0)?, begins_at: row.get(1)?, sealed_key: row.get(2)? }));
    keys.collect()
}

/// Saves a new key.
///
/// # Errors
/// When the store fails.
pub fn insert(tx: &mut WriteTx<'_>, key: &StoredTicketKey) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO ticket_keys (id, begins_at, sealed_key) VALUES (?1, ?2, ?3)",
        params![key.id, key.begins_at, key.sealed_key],
    )?;
    Ok(())
}

/// Deletes a key.
///
/// # Errors
/// When the store fails.
pub fn delete(tx: &mut WriteTx<'_>, id: Uuid) -> Result<(), StoreError> {
    tx.execute("DELETE FROM ticket_keys WHERE id = ?1", params![id])?;
    Ok(())
}
