//! The record sets of hosted zones.

use tegata_model::HostedZoneId;
use tegata_model::change::Change;
use tegata_model::zone::change::{Plan, Present};
use tegata_model::zone::{HostedZone, RecordKey, RecordName, RecordSet};

use super::changes::{ZoneChange, put_change};
use crate::{Json, ReadTx, StoreError, WriteTx, params};

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
