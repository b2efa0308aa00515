//! The record sets of hosted zones.

use tegata_model::HostedZoneId;
use tegata_model::change::Change;
use tegata_model::zone::change::{Plan, Present};
use tegata_model::zone::{
    HostedZone, RecordKey, RecordName, RecordSet, RecordType, SetIdentifier, ZoneChange,
};

use super::changes::put_change;
use super::journal;
use crate::{Json, ReadTx, Row, StoreError, WriteTx, params};

/// The record sets of one name, by type and set identifier.
///
/// # Errors
/// When the store fails.
pub fn record_sets_at(
    tx: &mut ReadTx<'_>,
    zone: &HostedZoneId,
    name: &RecordName,
) -> Result<Vec<RecordSet>, StoreError> {
    let rows = tx.rows(
        "SELECT record_type, set_identifier, document FROM record_sets WHERE zone_id = ?1 AND sort_key = ?2 \
         ORDER BY record_type, set_identifier",
        params![zone.0, name.sort_key()],
    )?;
    rows.iter().map(|row| read(row, 0, name.clone())).collect()
}

/// The record sets of several names, by key.
///
/// # Errors
/// When the store fails.
pub fn record_sets_at_all<'a>(
    tx: &mut ReadTx<'_>,
    zone: &HostedZoneId,
    names: impl Iterator<Item = &'a RecordName>,
) -> Result<Present, StoreError> {
    let mut present = Present::new();
    for name in names {
        let found = record_sets_at(tx, zone, name)?;
        present.extend(found.into_iter().map(|record_set| (record_set.key.clone(), record_set)));
    }
    Ok(present)
}

/// Where a page of record sets begins.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecordPlace {
    /// [`RecordName::sort_key`].
    pub sort_key: String,
    /// The mnemonic of the type; empty before all.
    pub record_type: &'static str,
    /// The set identifier; empty before all that have one.
    pub set_identifier: String,
}

impl From<&RecordKey> for RecordPlace {
    fn from(key: &RecordKey) -> RecordPlace {
        RecordPlace {
            sort_key: key.name.sort_key(),
            record_type: key.record_type.as_str(),
            set_identifier: set_identifier(key).to_owned(),
        }
    }
}

/// How the store has a set identifier: empty when there is none, as a part of a primary key has to be something.
fn set_identifier(key: &RecordKey) -> &str {
    key.set_identifier.as_ref().map_or("", SetIdentifier::as_str)
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
        "SELECT name, record_type, set_identifier, document FROM record_sets \
         WHERE zone_id = ?1 AND (sort_key, record_type, set_identifier) >= (?2, ?3, ?4) \
         ORDER BY sort_key, record_type, set_identifier LIMIT ?5",
        params![zone.0, from.sort_key, from.record_type, from.set_identifier, limit],
    )?;
    rows.iter().map(|row| read(row, 1, row.get::<String>(0)?.parse().map_err(StoreError::corrupt)?)).collect()
}

/// A record set of a name: type, set identifier and document stand in the row from `at` on.
fn read(row: &Row, at: usize, name: RecordName) -> Result<RecordSet, StoreError> {
    let record_type = row.get::<String>(at)?.parse::<RecordType>().map_err(StoreError::corrupt)?;
    let set_identifier = Some(row.get::<String>(at + 1)?).filter(|text| !text.is_empty());
    let set_identifier =
        set_identifier.map(SetIdentifier::try_from).transpose().map_err(StoreError::corrupt)?;
    let Json(data) = row.get(at + 2)?;
    Ok(RecordSet { key: RecordKey { name, record_type, set_identifier }, data })
}

/// Writes what a batch comes to, counts the SOA's serial up, and logs the change for the name servers: in the change log
/// that the zone has changed, and in its journal which names.
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
        let key = &record_set.key;
        difference -= remove_record_set(tx, &zone.id, key)?;
        difference += tx.execute(
            "INSERT INTO record_sets (zone_id, sort_key, record_type, set_identifier, name, document) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                zone.id.0,
                key.name.sort_key(),
                key.record_type.as_str(),
                set_identifier(key),
                String::from(&key.name),
                Json(&record_set.data)
            ],
        )? as i64;
    }
    zone.serial = zone.serial.wrapping_add(1);
    tx.execute(
        "UPDATE hosted_zones SET document = ?2, record_sets = record_sets + ?3 WHERE id = ?1",
        params![zone.id.0, Json(&zone), difference],
    )?;
    journal::record(tx, &zone, plan)?;
    tx.record_change(&Change::HostedZone(zone.id.clone()), change.submitted_at)?;
    put_change(tx, &zone.account, &zone.id, change)
}

fn remove_record_set(tx: &mut WriteTx<'_>, zone: &HostedZoneId, key: &RecordKey) -> Result<i64, StoreError> {
    let removed = tx.execute(
        "DELETE FROM record_sets \
         WHERE zone_id = ?1 AND sort_key = ?2 AND record_type = ?3 AND set_identifier = ?4",
        params![zone.0, key.name.sort_key(), key.record_type.as_str(), set_identifier(key)],
    )?;
    Ok(removed as i64)
}
