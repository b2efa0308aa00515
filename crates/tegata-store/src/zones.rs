//! Hosted zones, their record sets, changes on their way, and tags.

use jiff::Timestamp;
use tegata_model::change::Change;
use tegata_model::tag::Tag;
use tegata_model::zone::change::{Plan, Present};
use tegata_model::zone::{HostedZone, RecordKey, RecordName, RecordSet};
use tegata_model::{AccountId, HostedZoneId};

use crate::{Json, ReadTx, StoreError, WriteTx, params};

/// A zone and how many record sets it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredZone {
    /// The zone.
    pub zone: HostedZone,
    /// SOA and NS included.
    pub record_sets: i64,
}

/// A batch on its way to the name servers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneChange {
    /// `C` and upper-case letters and digits.
    pub id: String,
    /// The caller's words.
    pub comment: Option<String>,
    /// When it was accepted.
    pub submitted_at: Timestamp,
    /// Whether the name servers answer with it.
    pub in_sync: bool,
}

/// The serial of a zone that is gone: behind all that it had.
pub const GONE: i64 = i64::MAX;

/// Keeps a new zone.
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
            zone.name.as_str(),
            zone.name.sort_key(),
            zone.caller_reference,
            Json(zone)
        ],
    )?;
    Ok(())
}

/// Keeps a zone's changed document.
///
/// # Errors
/// When the store fails.
pub fn update(tx: &mut WriteTx<'_>, zone: &HostedZone) -> Result<(), StoreError> {
    tx.execute("UPDATE hosted_zones SET document = ?2 WHERE id = ?1", params![zone.id.0, Json(zone)])?;
    Ok(())
}

/// Takes a zone away, with everything in it, and logs the change for the name servers. Another zone of its apex, if
/// there is one, is then answered with.
///
/// # Errors
/// When the store fails.
pub fn delete(tx: &mut WriteTx<'_>, zone: &HostedZone, change: &ZoneChange) -> Result<(), StoreError> {
    let id = &zone.id;
    put_change(tx, &zone.account, id, change, GONE)?;
    tx.record_change(&Change::HostedZone(id.clone()), change.submitted_at)?;
    tx.execute("DELETE FROM hosted_zones WHERE id = ?1", params![id.0])?;
    match find_by_apex(tx, zone.name.as_str())? {
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
pub fn list_by_apex(tx: &mut ReadTx<'_>, apex: &str) -> Result<Vec<StoredZone>, StoreError> {
    let rows = tx.rows("SELECT document, record_sets FROM hosted_zones WHERE name = ?1", params![apex])?;
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
pub fn find_by_apex(tx: &mut ReadTx<'_>, apex: &str) -> Result<Option<StoredZone>, StoreError> {
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
            params![apex, account.as_str()],
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
        if let Some(stored) = find_by_apex(tx, apex)? {
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

/// The record sets of one name.
///
/// # Errors
/// When the store fails.
pub fn record_sets_at(
    tx: &mut ReadTx<'_>,
    zone: &HostedZoneId,
    name: &RecordName,
    present: &mut Present,
) -> Result<(), StoreError> {
    let rows = tx.rows(
        "SELECT document FROM record_sets WHERE zone_id = ?1 AND sort_key = ?2",
        params![zone.0, name.sort_key()],
    )?;
    for row in rows {
        let Json(record_set): Json<RecordSet> = row.get(0)?;
        present.insert(record_set.key(), record_set);
    }
    Ok(())
}

/// Where a page of record sets begins.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecordPlace {
    /// [`RecordName::sort_key`].
    pub sort_key: String,
    /// The type.
    pub kind: String,
    /// The set identifier; empty before all that have one.
    pub set_identifier: String,
}

impl From<&RecordKey> for RecordPlace {
    fn from(key: &RecordKey) -> RecordPlace {
        let RecordKey { name, kind, set_identifier } = key.clone();
        RecordPlace { sort_key: name.sort_key(), kind, set_identifier }
    }
}

/// Record sets of a zone in Route 53's order, from a place on: by name, type and set identifier.
///
/// # Errors
/// When the store fails.
pub fn list_record_sets(
    tx: &mut ReadTx<'_>,
    zone: &HostedZoneId,
    from: &RecordPlace,
    limit: u32,
) -> Result<Vec<RecordSet>, StoreError> {
    let rows = tx.rows(
        "SELECT document FROM record_sets \
         WHERE zone_id = ?1 AND (sort_key, kind, set_identifier) >= (?2, ?3, ?4) \
         ORDER BY sort_key, kind, set_identifier LIMIT ?5",
        params![zone.0, from.sort_key, from.kind, from.set_identifier, limit],
    )?;
    rows.iter().map(|row| row.get::<Json<RecordSet>>(0).map(|Json(record_set)| record_set)).collect()
}

/// Writes what a batch comes to, counts the SOA's serial up, and logs the change for the name servers.
///
/// # Errors
/// When the store fails.
pub fn apply(
    tx: &mut WriteTx<'_>,
    mut zone: HostedZone,
    plan: &Plan,
    change: &ZoneChange,
) -> Result<(), StoreError> {
    let mut difference = 0i64;
    for key in &plan.remove {
        difference -= remove_record_set(tx, &zone.id, key)?;
    }
    for record_set in &plan.put {
        let key = record_set.key();
        difference -= remove_record_set(tx, &zone.id, &key)?;
        difference += tx.execute(
            "INSERT INTO record_sets (zone_id, sort_key, kind, set_identifier, name, document) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                zone.id.0,
                key.name.sort_key(),
                key.kind,
                key.set_identifier,
                record_set.name.as_str(),
                Json(record_set)
            ],
        )? as i64;
    }
    zone.serial = zone.serial.wrapping_add(1);
    tx.execute(
        "UPDATE hosted_zones SET document = ?2, record_sets = record_sets + ?3 WHERE id = ?1",
        params![zone.id.0, Json(&zone), difference],
    )?;
    put_change(tx, &zone.account, &zone.id, change, i64::from(zone.serial))?;
    tx.record_change(&Change::HostedZone(zone.id.clone()), change.submitted_at)
}

fn remove_record_set(tx: &mut WriteTx<'_>, zone: &HostedZoneId, key: &RecordKey) -> Result<i64, StoreError> {
    let removed = tx.execute(
        "DELETE FROM record_sets WHERE zone_id = ?1 AND sort_key = ?2 AND kind = ?3 AND set_identifier = ?4",
        params![zone.0, key.name.sort_key(), key.kind, key.set_identifier],
    )?;
    Ok(removed as i64)
}

/// Keeps a change, which the name servers answer with once they have the zone as of `serial`.
fn put_change(
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

/// Notes that the name servers answer with a zone as of `serial`; says whether that was news.
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

/// A zone's tags, by key.
///
/// # Errors
/// When the store fails.
pub fn tags(tx: &mut ReadTx<'_>, zone: &HostedZoneId) -> Result<Vec<Tag>, StoreError> {
    let rows =
        tx.rows("SELECT key, value FROM zone_tags WHERE zone_id = ?1 ORDER BY key", params![zone.0])?;
    rows.iter().map(|row| Ok(Tag { key: row.get(0)?, value: row.get(1)? })).collect()
}

/// Puts tags in place of all a zone has.
///
/// # Errors
/// When the store fails.
pub fn put_tags(tx: &mut WriteTx<'_>, zone: &HostedZoneId, tags: &[Tag]) -> Result<(), StoreError> {
    tx.execute("DELETE FROM zone_tags WHERE zone_id = ?1", params![zone.0])?;
    for tag in tags {
        tx.execute(
            "INSERT INTO zone_tags (zone_id, key, value) VALUES (?1, ?2, ?3)",
            params![zone.0, tag.key, tag.value.as_deref().unwrap_or_default()],
        )?;
    }
    Ok(())
}

fn read_zone(row: &crate::Row) -> Result<StoredZone, StoreError> {
    let Json(zone) = row.get(0)?;
    Ok(StoredZone { zone, record_sets: row.get(1)? })
}
