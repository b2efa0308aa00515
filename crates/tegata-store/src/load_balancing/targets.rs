//! Targets of target groups.

use jiff::Timestamp;
use tegata_model::load_balancing::target::{PER_GROUP_MAX, Registration};
use tegata_model::load_balancing::{Target, TargetGroupId};

use crate::{ReadTx, StoreError, WriteTx, params};

/// The targets of a group, those that drain or have drained among them, by name and port.
///
/// # Errors
/// When the store fails.
pub fn of_group(tx: &mut ReadTx<'_>, group: TargetGroupId) -> Result<Vec<Registration>, StoreError> {
    let limit = i64::try_from(PER_GROUP_MAX).unwrap_or(i64::MAX);
    let rows = tx.rows(
        "SELECT target, port, availability_zone, draining_until FROM targets WHERE target_group_id = ?1 \
         ORDER BY target, port LIMIT ?2",
        params![group.to_string(), limit],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Registration {
                target: Target {
                    id: row.get(0)?,
                    port: row.parse(1, "a port", |port: i64| u16::try_from(port).ok())?,
                },
                availability_zone: row.get(2)?,
                draining_until: row.get(3)?,
            })
        })
        .collect()
}

/// Turns the targets of a group from `present`, as they were read in this transaction, into `wanted`.
///
/// # Errors
/// When the store fails.
pub fn replace(
    tx: &mut WriteTx<'_>,
    group: TargetGroupId,
    present: &[Registration],
    wanted: &[Registration],
) -> Result<(), StoreError> {
    let group = group.to_string();
    for gone in present.iter().filter(|gone| wanted.iter().all(|kept| kept.target != gone.target)) {
        tx.execute(
            "DELETE FROM targets WHERE target_group_id = ?1 AND target = ?2 AND port = ?3",
            params![group, gone.target.id, u32::from(gone.target.port)],
        )?;
    }
    for kept in wanted.iter().filter(|kept| !present.contains(kept)) {
        tx.execute(
            "INSERT INTO targets (target_group_id, target, port, availability_zone, draining_until) \
             VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (target_group_id, target, port) DO UPDATE SET \
             availability_zone = excluded.availability_zone, draining_until = excluded.draining_until",
            params![
                group,
                kept.target.id,
                u32::from(kept.target.port),
                kept.availability_zone,
                kept.draining_until
            ],
        )?;
    }
    Ok(())
}

/// The groups with targets that have drained by `now`; at most `limit`.
///
/// # Errors
/// When the store fails.
pub fn groups_with_drained(
    tx: &mut ReadTx<'_>,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<TargetGroupId>, StoreError> {
    let rows = tx.rows(
        "SELECT DISTINCT target_group_id FROM targets WHERE draining_until IS NOT NULL AND draining_until <= ?1 \
         LIMIT ?2",
        params![now, limit],
    )?;
    rows.iter().map(|row| row.parse(0, "an identifier", |text: String| text.parse().ok())).collect()
}

/// When the next target will have drained; `None` while none drains.
///
/// # Errors
/// When the store fails.
pub fn next_drained(tx: &mut ReadTx<'_>) -> Result<Option<Timestamp>, StoreError> {
    let row = tx.row(
        "SELECT draining_until FROM targets WHERE draining_until IS NOT NULL ORDER BY draining_until LIMIT 1",
        params![],
    )?;
    row.map(|row| row.get(0)).transpose()
}
