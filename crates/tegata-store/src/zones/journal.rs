//! The journals of hosted zones: which names each of the last batches changed.
//!
//! A name server knows the serial up to which it has a zone, and reads the names that changed since. Each batch counts the
//! serial up by one and has at least one entry, so that whether a journal reaches back far enough can be seen from it.

use std::collections::BTreeSet;

use tegata_model::HostedZoneId;
use tegata_model::zone::change::Plan;
use tegata_model::zone::{HostedZone, RecordName};

use crate::{ReadTx, StoreError, WriteTx, params};

/// How many batches a journal has. A name server that is further behind reads the whole zone.
const BATCHES: i64 = 256;
/// How many names are worth reading one by one.
const NAMES_MAX: u32 = 10_000;

/// Writes down which names a batch changed. `zone` has the serial that the batch made.
///
/// # Errors
/// When the store fails.
pub(super) fn record(tx: &mut WriteTx<'_>, zone: &HostedZone, plan: &Plan) -> Result<(), StoreError> {
    let put = plan.put.iter().map(|record_set| &record_set.key.name);
    let mut names: BTreeSet<&RecordName> = put.chain(plan.remove.iter().map(|key| &key.name)).collect();
    if names.is_empty() {
        // The SOA has another serial.
        names.insert(&zone.name);
    }
    let serial = i64::from(zone.serial);
    for name in names {
        tx.execute(
            "INSERT INTO zone_journal (zone_id, serial, name) VALUES (?1, ?2, ?3)",
            params![zone.id.0, serial, String::from(name)],
        )?;
    }
    tx.execute(
        "DELETE FROM zone_journal WHERE zone_id = ?1 AND serial <= ?2",
        params![zone.id.0, serial - BATCHES],
    )?;
    Ok(())
}

/// The names that changed after a serial, up to the zone's; `None` when the journal does not have all of them, or has so
/// many that the whole zone is read as fast.
///
/// # Errors
/// When the store fails.
pub fn changed_names(
    tx: &mut ReadTx<'_>,
    zone: &HostedZone,
    after: u32,
) -> Result<Option<Vec<RecordName>>, StoreError> {
    if after == zone.serial {
        return Ok(Some(Vec::new()));
    }
    if !has_batch(tx, &zone.id, i64::from(after) + 1)? {
        return Ok(None);
    }
    let rows = tx.rows(
        "SELECT DISTINCT name FROM zone_journal WHERE zone_id = ?1 AND serial > ?2 LIMIT ?3",
        params![zone.id.0, i64::from(after), NAMES_MAX + 1],
    )?;
    if rows.len() > NAMES_MAX as usize {
        return Ok(None);
    }
    let names = rows.iter().map(|row| row.get::<String>(0)?.parse().map_err(StoreError::corrupt));
    names.collect::<Result<Vec<_>, _>>().map(Some)
}

fn has_batch(tx: &mut ReadTx<'_>, zone: &HostedZoneId, serial: i64) -> Result<bool, StoreError> {
    let row = tx.row(
        "SELECT 1 FROM zone_journal WHERE zone_id = ?1 AND serial = ?2 LIMIT 1",
        params![zone.0, serial],
    )?;
    Ok(row.is_some())
}
