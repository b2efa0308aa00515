//! Changes of hosted zones: batches on their way to the name servers.

use jiff::Timestamp;
use tegata_model::zone::ZoneChange;
use tegata_model::{AccountId, HostedZoneId};

use crate::{ReadTx, StoreError, WriteTx, params};

/// The serial of a zone that is gone: behind all that it had.
pub const GONE: i64 = i64::MAX;

/// Stores a change, which the name servers answer with once they have the zone as of `serial`.
pub(super) fn put_change(
    tx: &mut WriteTx<'_>,
    account: &AccountId,
    zone: &HostedZoneId,
    change: &ZoneChange,
    serial: i64,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO zone_changes (id, account, zone_id, comment, submitted_at, serial, in_sync) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0)",
        params![change.id, account.as_str(), zone.0, change.comment, change.submitted_at, serial],
    )?;
    Ok(())
}

/// A change of an account.
///
/// # Errors
/// When the store fails.
pub fn find_change(
    tx: &mut ReadTx<'_>,
    account: &AccountId,
    id: &str,
) -> Result<Option<ZoneChange>, StoreError> {
    let row = tx.row(
        "SELECT id, comment, submitted_at, in_sync FROM zone_changes WHERE id = ?1 AND account = ?2",
        params![id, account.as_str()],
    )?;
    row.map(|row| {
        Ok(ZoneChange {
            id: row.get(0)?,
            comment: row.get(1)?,
            submitted_at: row.get(2)?,
            in_sync: row.get(3)?,
        })
    })
    .transpose()
}

/// Whether a zone has changes that the name servers do not answer with yet.
///
/// # Errors
/// When the store fails.
pub fn has_pending_changes(tx: &mut ReadTx<'_>, zone: &HostedZoneId) -> Result<bool, StoreError> {
    let row =
        tx.row("SELECT 1 FROM zone_changes WHERE zone_id = ?1 AND in_sync = 0 LIMIT 1", params![zone.0])?;
    Ok(row.is_some())
}

/// Marks the changes up to `serial`, which the name servers now answer with, as in sync; whether there was one that was
/// not.
///
/// # Errors
/// When the store fails.
pub fn mark_in_sync(tx: &mut WriteTx<'_>, zone: &HostedZoneId, serial: i64) -> Result<bool, StoreError> {
    let marked = tx.execute(
        "UPDATE zone_changes SET in_sync = 1 WHERE zone_id = ?1 AND in_sync = 0 AND serial <= ?2",
        params![zone.0, serial],
    )?;
    Ok(marked > 0)
}

/// Forgets changes from before `before`, at most `limit` at a time; says how many went.
///
/// # Errors
/// When the store fails.
pub fn purge_changes(tx: &mut WriteTx<'_>, before: Timestamp, limit: u32) -> Result<u64, StoreError> {
    tx.execute(
        "DELETE FROM zone_changes WHERE id IN (SELECT id FROM zone_changes WHERE submitted_at < ?1 \
         ORDER BY submitted_at LIMIT ?2)",
        params![before, limit],
    )
}
