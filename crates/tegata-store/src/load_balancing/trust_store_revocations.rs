//! Revocation lists of trust stores.

use tegata_model::load_balancing::TrustStoreId;
use tegata_model::load_balancing::trust_store::Revocation;

use crate::{ReadTx, Row, StoreError, WriteTx, params};

/// Saves a list, in DER.
///
/// # Errors
/// When the store fails.
pub fn insert(
    tx: &mut WriteTx<'_>,
    trust_store: TrustStoreId,
    revocation: Revocation,
    der: &[u8],
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO trust_store_revocations (trust_store_id, revocation, entries, der) VALUES (?1, ?2, ?3, ?4)",
        params![trust_store.to_string(), number(revocation.id), number(revocation.entries), der],
    )?;
    Ok(())
}

/// Deletes a list.
///
/// # Errors
/// When the store fails.
pub fn delete(tx: &mut WriteTx<'_>, trust_store: TrustStoreId, id: u64) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM trust_store_revocations WHERE trust_store_id = ?1 AND revocation = ?2",
        params![trust_store.to_string(), number(id)],
    )?;
    Ok(())
}

/// The lists of a trust store, by their numbers; there are few.
///
/// # Errors
/// When the store fails.
pub fn list(tx: &mut ReadTx<'_>, trust_store: TrustStoreId) -> Result<Vec<Revocation>, StoreError> {
    let rows = tx.rows(
        "SELECT revocation, entries FROM trust_store_revocations WHERE trust_store_id = ?1 ORDER BY revocation",
        params![trust_store.to_string()],
    )?;
    let count = |row: &Row, at| row.parse(at, "a count", |number: i64| u64::try_from(number).ok());
    rows.iter().map(|row| Ok(Revocation { id: count(row, 0)?, entries: count(row, 1)? })).collect()
}

/// A list of a trust store of whatever tenant, in DER.
///
/// # Errors
/// When the store fails.
pub fn content(
    tx: &mut ReadTx<'_>,
    trust_store: TrustStoreId,
    id: u64,
) -> Result<Option<Vec<u8>>, StoreError> {
    let row = tx.row(
        "SELECT der FROM trust_store_revocations WHERE trust_store_id = ?1 AND revocation = ?2",
        params![trust_store.to_string(), number(id)],
    )?;
    row.map(|row| row.get(0)).transpose()
}

/// Numbers of lists and counts of entries are far below what a column holds; what callers name beyond is no list's.
fn number(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
