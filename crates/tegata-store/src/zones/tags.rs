//! The tags of hosted zones.

use tegata_model::HostedZoneId;
use tegata_model::tag::Tag;

use crate::{ReadTx, StoreError, WriteTx, params};

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
