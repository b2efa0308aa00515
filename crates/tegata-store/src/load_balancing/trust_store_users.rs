//! Which listeners and target groups use a trust store. They are recorded with the listener or group, in one transaction.

use std::str::FromStr;

use tegata_model::load_balancing::{ListenerId, TargetGroupId, TrustStoreId};

use crate::{ReadTx, Row, StoreError, WriteTx, params};

/// Records which trust store a listener uses.
///
/// # Errors
/// When the store fails, or there is no such trust store.
pub(super) fn put_listener(
    tx: &mut WriteTx<'_>,
    listener: ListenerId,
    trust_store: Option<TrustStoreId>,
) -> Result<(), StoreError> {
    tx.execute("DELETE FROM trust_store_listeners WHERE listener_id = ?1", params![listener.to_string()])?;
    if let Some(trust_store) = trust_store {
        tx.execute(
            "INSERT INTO trust_store_listeners (listener_id, trust_store_id) VALUES (?1, ?2)",
            params![listener.to_string(), trust_store.to_string()],
        )?;
    }
    Ok(())
}

/// Records which trust store a target group uses.
///
/// # Errors
/// When the store fails, or there is no such trust store.
pub(super) fn put_target_group(
    tx: &mut WriteTx<'_>,
    group: TargetGroupId,
    trust_store: Option<TrustStoreId>,
) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM trust_store_target_groups WHERE target_group_id = ?1",
        params![group.to_string()],
    )?;
    if let Some(trust_store) = trust_store {
        tx.execute(
            "INSERT INTO trust_store_target_groups (target_group_id, trust_store_id) VALUES (?1, ?2)",
            params![group.to_string(), trust_store.to_string()],
        )?;
    }
    Ok(())
}

/// The listeners that use a trust store.
///
/// # Errors
/// When the store fails.
pub fn listeners(tx: &mut ReadTx<'_>, trust_store: TrustStoreId) -> Result<Vec<ListenerId>, StoreError> {
    let rows = tx.rows(
        "SELECT listener_id FROM trust_store_listeners WHERE trust_store_id = ?1 ORDER BY listener_id",
        params![trust_store.to_string()],
    )?;
    identifiers(&rows)
}

/// The target groups that use a trust store.
///
/// # Errors
/// When the store fails.
pub fn target_groups(
    tx: &mut ReadTx<'_>,
    trust_store: TrustStoreId,
) -> Result<Vec<TargetGroupId>, StoreError> {
    let rows = tx.rows(
        "SELECT target_group_id FROM trust_store_target_groups WHERE trust_store_id = ?1 ORDER BY target_group_id",
        params![trust_store.to_string()],
    )?;
    identifiers(&rows)
}

fn identifiers<T: FromStr>(rows: &[Row]) -> Result<Vec<T>, StoreError> {
    rows.iter().map(|row| row.parse(0, "an identifier", |text: String| text.parse().ok())).collect()
}
