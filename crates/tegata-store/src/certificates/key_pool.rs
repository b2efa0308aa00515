//! RSA keys made ahead: one takes a tenth of a second, which no request should wait for.

use jiff::Timestamp;
use uuid::Uuid;

use crate::{ReadTx, StoreError, WriteTx, params};

/// Where a pooled key is sealed to: its place for [`Sealer`](crate::Sealer).
#[must_use]
pub fn place(id: Uuid) -> String {
    format!("key-pool/{id}")
}

/// How many keys of an algorithm lie ready.
///
/// # Errors
/// When the store fails.
pub fn count(tx: &mut ReadTx<'_>, algorithm: &str) -> Result<u32, StoreError> {
    let row = tx.row("SELECT COUNT(*) FROM key_pool WHERE algorithm = ?1", params![algorithm])?;
    row.map_or(Ok(0), |row| row.get(0))
}

/// Lays a key ready.
///
/// # Errors
/// When the store fails.
pub fn put(
    tx: &mut WriteTx<'_>,
    id: Uuid,
    algorithm: &str,
    sealed_key: &[u8],
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO key_pool (id, algorithm, made_at, sealed_key) VALUES (?1, ?2, ?3, ?4)",
        params![id, algorithm, now, sealed_key],
    )?;
    Ok(())
}

/// Takes the oldest key out: a taker that then fails has used it up.
///
/// # Errors
/// When the store fails.
pub fn take(tx: &mut WriteTx<'_>, algorithm: &str) -> Result<Option<(Uuid, Vec<u8>)>, StoreError> {
    let row = tx.row(
        "DELETE FROM key_pool WHERE id IN \
         (SELECT id FROM key_pool WHERE algorithm = ?1 ORDER BY made_at LIMIT 1) RETURNING id, sealed_key",
        params![algorithm],
    )?;
    row.map(|row| Ok((row.get(0)?, row.get(1)?))).transpose()
}
