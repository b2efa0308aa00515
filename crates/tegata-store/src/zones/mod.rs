//! Hosted zones.

mod changes;
mod journal;
mod record_sets;
mod tags;

use tegata_model::change::Change;
use tegata_model::zone::{HostedZone, RecordName, ZoneChange};
use tegata_model::{AccountId, HostedZoneId};

use self::changes::put_change;
pub use self::changes::{StoredChange, changed_since, find_change, purge_changes};
pub use self::journal::changed_names;
pub use self::record_sets::{RecordPlace, apply, list_record_sets, record_sets_at, record_sets_at_all};
pub use self::tags::{put_tags, tags};
use crate::{Json, ReadTx, StoreError, WriteTx, nodes, params};

/// A zone and how many record sets it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredZone {
    /// The zone.
    pub zone: HostedZone,
    /// SOA and NS included.
    pub record_sets: i64,
}

/// Stores a new zone.
///
/// # Errors
/// When the store fails; [`StoreError::is_taken`] when the account used the caller reference before.
pub fn insert(tx: &mut WriteTx<'_>, zone: &HostedZone) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO hosted_zones (id, account, name, sort_key, caller_reference, record_sets, document) \
         VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6)",
        params![
            zone.id.0,
            zone.account.as_str(),
            String::from(&zone.name),
            zone.name.sort_key(),
            zone.caller_reference,
            Json(zone)
        ],
    )?;
    Ok(())
}

/// Stores a zone's changed document.
///
/// # Errors
/// When the store fails.
pub fn update(tx: &mut WriteTx<'_>, zone: &HostedZone) -> Result<(), StoreError> {
    tx.execute("UPDATE hosted_zones SET document = ?2 WHERE id = ?1", params![zone.id.0, Json(zone)])?;
    Ok(())
}

/// Deletes a zone, with everything in it, and logs the change for the name servers. Another zone of its apex, if
/// there is one, is then answered with.
///
/// # Errors
/// When the store fails.
pub fn delete(tx: &mut WriteTx<'_>, zone: &HostedZone, change: &ZoneChange) -> Result<(), StoreError> {
    let id = &zone.id;
    tx.record_change(&Change::HostedZone(id.clone()), change.submitted_at)?;
    put_change(tx, &zone.account, id, change)?;
    nodes::forget_faults(tx, &Change::HostedZone(id.clone()))?;
    tx.execute("DELETE FROM hosted_zones WHERE id = ?1", params![id.0])?;
    match find_by_apex(tx, &zone.name)? {
        Some(next) => tx.record_change(&Change::HostedZone(next.zone.id.clone()), change.submitted_at),
        None => Ok(()),
    }
}

/// An account's zone.
///
/// # Errors
/// When the store fails.
pub fn find(
    tx: &mut ReadTx<'_>,
    account: &AccountId,
    id: &HostedZoneId,
) -> Result<Option<StoredZone>, StoreError> {
    let row = tx.row(
        "SELECT document, record_sets FROM hosted_zones WHERE id = ?1 AND account = ?2",
        params![id.0, account.as_str()],
    )?;
    row.as_ref().map(read_zone).transpose()
}

/// A zone of any account: for the name servers.
///
/// # Errors
/// When the store fails.
pub fn find_of_any(tx: &mut ReadTx<'_>, id: &HostedZoneId) -> Result<Option<StoredZone>, StoreError> {
    let row = tx.row("SELECT document, record_sets FROM hosted_zones WHERE id = ?1", params![id.0])?;
    row.as_ref().map(read_zone).transpose()
}

/// Whether an account used a caller reference before.
///
/// # Errors
/// When the store fails.
pub fn is_reference_used(
    tx: &mut ReadTx<'_>,
    account: &AccountId,
    reference: &str,
) -> Result<bool, StoreError> {
    let row = tx.row(
        "SELECT 1 FROM hosted_zones WHERE account = ?1 AND caller_reference = ?2",
        params![account.as_str(), reference],
    )?;
    Ok(row.is_some())
}

/// The zones of an apex in any account, the oldest first: that one is answered with. They are few, for each has name
/// servers of its own.
///
/// # Errors
/// When the store fails.
pub fn list_by_apex(tx: &mut ReadTx<'_>, apex: &RecordName) -> Result<Vec<StoredZone>, StoreError> {
    let rows = tx.rows(
        "SELECT document, record_sets FROM hosted_zones WHERE name = ?1",
        params![String::from(apex)],
    )?;
    let mut zones = rows.iter().map(read_zone).collect::<Result<Vec<_>, _>>()?;
    zones.sort_by(|one, other| {
        (one.zone.created_at, &one.zone.id.0).cmp(&(other.zone.created_at, &other.zone.id.0))
    });
    Ok(zones)
}

/// The zone of an apex that is answered with: the oldest.
///
/// # Errors
/// When the store fails.
pub fn find_by_apex(tx: &mut ReadTx<'_>, apex: &RecordName) -> Result<Option<StoredZone>, StoreError> {
    Ok(list_by_apex(tx, apex)?.into_iter().next())
}

/// The name of a zone of another account that is `name`, above it or below it: if both were answered, one of them
/// would change what the other's names mean. Reads the zones above and, by an index, those of the range below.
///
/// # Errors
/// When the store fails.
pub fn find_conflict(
    tx: &mut ReadTx<'_>,
    account: &AccountId,
    name: &RecordName,
) -> Result<Option<String>, StoreError> {
    for apex in name.ancestors() {
        let row = tx.row(
            "SELECT name FROM hosted_zones WHERE name = ?1 AND account <> ?2 LIMIT 1",
            params![String::from(apex), account.as_str()],
        )?;
        if let Some(row) = row {
            return row.get(0).map(Some);
        }
    }
    let (first, end) = name.keys_below();
    let row = tx.row(
        "SELECT name FROM hosted_zones WHERE sort_key > ?1 AND sort_key < ?2 AND account <> ?3 LIMIT 1",
        params![first, end, account.as_str()],
    )?;
    row.map(|row| row.get(0)).transpose()
}

/// The account's hosted zone that a name is in: the one with the longest apex, which is the one that is answered
/// with; `None` when that is another account's.
///
/// # Errors
/// When the store fails.
pub fn find_hosted_zone_for(
    tx: &mut ReadTx<'_>,
    account: &AccountId,
    name: &RecordName,
) -> Result<Option<HostedZone>, StoreError> {
    for apex in name.ancestors() {
        if let Some(stored) = find_by_apex(tx, &apex)? {
            return Ok(Some(stored.zone).filter(|zone| zone.account == *account));
        }
    }
    Ok(None)
}

/// Zones of an account in Route 53's order by name, from `from` (sort key and identifier) on.
///
/// # Errors
/// When the store fails.
pub fn list_by_name(
    tx: &mut ReadTx<'_>,
    account: &AccountId,
    from: (&str, &str),
    limit: u32,
) -> Result<Vec<StoredZone>, StoreError> {
    let rows = tx.rows(
        "SELECT document, record_sets FROM hosted_zones WHERE account = ?1 AND (sort_key, id) >= (?2, ?3) \
         ORDER BY sort_key, id LIMIT ?4",
        params![account.as_str(), from.0, from.1, limit],
    )?;
    rows.iter().map(read_zone).collect()
}

/// Zones of an account by identifier, from `from` on.
///
/// # Errors
/// When the store fails.
pub fn list(
    tx: &mut ReadTx<'_>,
    account: &AccountId,
    from: &str,
    limit: u32,
) -> Result<Vec<StoredZone>, StoreError> {
    let rows = tx.rows(
        "SELECT document, record_sets FROM hosted_zones WHERE account = ?1 AND id >= ?2 ORDER BY id LIMIT ?3",
        params![account.as_str(), from, limit],
    )?;
    rows.iter().map(read_zone).collect()
}

/// Identifiers of all zones after one, for the name servers.
///
/// # Errors
/// When the store fails.
pub fn list_all_after(tx: &mut ReadTx<'_>, after: &str, limit: u32) -> Result<Vec<HostedZoneId>, StoreError> {
    let rows =
        tx.rows("SELECT id FROM hosted_zones WHERE id > ?1 ORDER BY id LIMIT ?2", params![after, limit])?;
    rows.iter().map(|row| row.get(0).map(HostedZoneId)).collect()
}

/// How many zones an account has.
///
/// # Errors
/// When the store fails.
pub fn count(tx: &mut ReadTx<'_>, account: &AccountId) -> Result<i64, StoreError> {
    let row = tx.row("SELECT COUNT(*) FROM hosted_zones WHERE account = ?1", params![account.as_str()])?;
    row.map_or(Ok(0), |row| row.get(0))
}

fn read_zone(row: &crate::Row) -> Result<StoredZone, StoreError> {
    let Json(zone) = row.get(0)?;
    Ok(StoredZone { zone, record_sets: row.get(1)? })
}
