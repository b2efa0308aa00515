//! Changes of hosted zones: batches on their way to the name servers.

use jiff::Timestamp;
use tegata_model::node::ChangeMark;
use tegata_model::zone::ZoneChange;
use tegata_model::{AccountId, HostedZoneId};

use crate::{ReadTx, StoreError, WriteTx, nodes, params};

/// A change as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredChange {
    /// Its identifier.
    pub id: String,
    /// Which zone it changes.
    pub zone: HostedZoneId,
    /// The caller's comment.
    pub comment: Option<String>,
    /// When it was accepted.
    pub submitted_at: Timestamp,
    /// By which a node says whether it answers with it.
    pub mark: ChangeMark,
}

/// Stores a change, after it was recorded for the name servers.
pub(super) fn put_change(
    tx: &mut WriteTx<'_>,
    account: &AccountId,
    zone: &HostedZoneId,
    change: &ZoneChange,
) -> Result<(), StoreError> {
    let mark = nodes::mark(tx)?;
    tx.execute(
        "INSERT INTO zone_changes (id, account, zone_id, comment, submitted_at, mark) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![change.id, account.as_str(), zone.0, change.comment, change.submitted_at, mark.0],
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
) -> Result<Option<StoredChange>, StoreError> {
    let row = tx.row(
        "SELECT id, zone_id, comment, submitted_at, mark FROM zone_changes WHERE id = ?1 AND account = ?2",
        params![id, account.as_str()],
    )?;
    row.map(|row| {
        Ok(StoredChange {
            id: row.get(0)?,
            zone: HostedZoneId(row.get(1)?),
            comment: row.get(2)?,
            submitted_at: row.get(3)?,
            mark: ChangeMark(row.get(4)?),
        })
    })
    .transpose()
}

/// The zones that were changed since `since`, at most `limit`.
///
/// # Errors
/// When the store fails.
pub fn changed_since(
    tx: &mut ReadTx<'_>,
    since: Timestamp,
    limit: u32,
) -> Result<Vec<HostedZoneId>, StoreError> {
    let rows = tx.rows(
        "SELECT DISTINCT zone_id FROM zone_changes WHERE submitted_at >= ?1 LIMIT ?2",
        params![since, limit],
    )?;
    rows.iter().map(|row| row.get(0).map(HostedZoneId)).collect()
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
