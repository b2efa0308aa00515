//! The event log: append-only, oldest first.

use jiff::Timestamp;
use tegata_model::event::Event;
use tegata_model::{AccountId, Region, Tenant};

use crate::{Json, ReadTx, StoreError, WriteTx, params};

/// An event and its place in the log.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredEvent {
    /// Only grows; readers go on from the last they saw.
    pub sequence: i64,
    /// What happened.
    pub event: Event,
}

/// Writes an event, in the transaction that makes it true.
///
/// # Errors
/// When the store fails.
pub fn record(tx: &mut WriteTx<'_>, event: &Event) -> Result<(), StoreError> {
    let (account, region) = match &event.tenant {
        Some(tenant) => (Some(tenant.account.as_str()), Some(tenant.region.as_str())),
        None => (None, None),
    };
    tx.execute(
        "INSERT INTO events (at, account, region, kind, subject, detail) VALUES ($1, $2, $3, $4, $5, $6)",
        params![event.at, account, region, event.kind, event.subject, Json(&event.detail)],
    )?;
    Ok(())
}

/// Events after a place in the log, at most `limit`.
///
/// # Errors
/// When the store fails.
pub fn list_after(tx: &mut ReadTx<'_>, after: i64, limit: u32) -> Result<Vec<StoredEvent>, StoreError> {
    let rows = tx.rows(
        "SELECT sequence, at, account, region, kind, subject, detail FROM events WHERE sequence > $1 \
         ORDER BY sequence LIMIT $2",
        params![after, limit],
    )?;
    rows.iter().map(read).collect()
}

/// The last events about one thing, newest first, at most `limit`.
///
/// # Errors
/// When the store fails.
pub fn list_about(tx: &mut ReadTx<'_>, subject: &str, limit: u32) -> Result<Vec<StoredEvent>, StoreError> {
    let rows = tx.rows(
        "SELECT sequence, at, account, region, kind, subject, detail FROM events WHERE subject = $1 \
         ORDER BY sequence DESC LIMIT $2",
        params![subject, limit],
    )?;
    rows.iter().map(read).collect()
}

/// Forgets events from before `before`, at most `limit` at a time; says how many went.
///
/// # Errors
/// When the store fails.
pub fn purge(tx: &mut WriteTx<'_>, before: Timestamp, limit: u32) -> Result<u64, StoreError> {
    tx.execute(
        "DELETE FROM events WHERE sequence IN (SELECT sequence FROM events WHERE at < $1 ORDER BY at LIMIT $2)",
        params![before, limit],
    )
}

fn read(row: &crate::Row) -> Result<StoredEvent, StoreError> {
    let tenant = match (row.get::<Option<String>>(2)?, row.get::<Option<String>>(3)?) {
        (Some(account), Some(region)) => Some(Tenant {
            account: AccountId::try_from(account).map_err(StoreError::corrupt)?,
            region: Region::try_from(region).map_err(StoreError::corrupt)?,
        }),
        _ => None,
    };
    let Json(detail) = row.get(6)?;
    let event = Event { at: row.get(1)?, tenant, kind: row.get(4)?, subject: row.get(5)?, detail };
    Ok(StoredEvent { sequence: row.get(0)?, event })
}
