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
        "INSERT INTO events (at, account, region, kind, subject, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![event.at, account, region, event.kind.as_str(), event.subject, Json(&event.detail)],
    )?;
    Ok(())
}

/// Events after a place in the log, at most `limit`.
///
/// # Errors
/// When the store fails.
pub fn list_after(tx: &mut ReadTx<'_>, after: i64, limit: u32) -> Result<Vec<StoredEvent>, StoreError> {
    let rows = tx.rows(
        "SELECT sequence, at, account, region, kind, subject, detail FROM events WHERE sequence > ?1 \
         ORDER BY sequence LIMIT ?2",
        params![after, limit],
    )?;
    rows.iter().map(read).collect()
}

/// An event and its position: its number in the order in which events became visible. Only grows, and never has a
/// lower one turn up later, on any database.
#[derive(Debug, Clone, PartialEq)]
pub struct Logged {
    /// Where it stands, from 1.
    pub position: i64,
    /// What happened.
    pub event: Event,
}

/// A tenant's events from a position on, at most `limit`, the oldest first.
///
/// # Errors
/// When the store fails.
pub fn list_of(
    tx: &mut ReadTx<'_>,
    tenant: &Tenant,
    from: i64,
    limit: u32,
) -> Result<Vec<Logged>, StoreError> {
    let rows = tx.rows(
        "SELECT position, at, account, region, kind, subject, detail FROM events \
         WHERE account = ?1 AND region = ?2 AND position >= ?3 ORDER BY position LIMIT ?4",
        params![tenant.account.as_str(), tenant.region.as_str(), from, limit],
    )?;
    rows.iter().map(read_logged).collect()
}

/// All tenants' events from a position on, and those of no tenant, at most `limit`, the oldest first.
///
/// # Errors
/// When the store fails.
pub fn list_any(tx: &mut ReadTx<'_>, from: i64, limit: u32) -> Result<Vec<Logged>, StoreError> {
    let sql = if tx.is_postgres() {
        "SELECT position, at, account, region, kind, subject, detail FROM events WHERE position >= ?1 \
         ORDER BY position LIMIT ?2"
    } else {
        // The position is computed from the key there, and no search goes by a computed column.
        "SELECT position, at, account, region, kind, subject, detail FROM events WHERE sequence >= ?1 \
         ORDER BY sequence LIMIT ?2"
    };
    tx.rows(sql, params![from, limit])?.iter().map(read_logged).collect()
}

/// A tenant's last events, at most `limit`, the oldest first.
///
/// # Errors
/// When the store fails.
pub fn list_last_of(tx: &mut ReadTx<'_>, tenant: &Tenant, limit: u32) -> Result<Vec<Logged>, StoreError> {
    let rows = tx.rows(
        "SELECT position, at, account, region, kind, subject, detail FROM events \
         WHERE account = ?1 AND region = ?2 AND position IS NOT NULL ORDER BY position DESC LIMIT ?3",
        params![tenant.account.as_str(), tenant.region.as_str(), limit],
    )?;
    rows.iter().rev().map(read_logged).collect()
}

/// The position that the next event will have at the least.
///
/// # Errors
/// When the store fails.
pub fn next_position(tx: &mut ReadTx<'_>) -> Result<i64, StoreError> {
    let row = if tx.is_postgres() {
        tx.row("SELECT last FROM event_positions", params![])?
    } else {
        // What was purged has had its number too.
        tx.row("SELECT seq FROM sqlite_sequence WHERE name = 'events'", params![])?
    };
    let last: Option<i64> = row.map(|row| row.get(0)).transpose()?;
    Ok(last.unwrap_or_default() + 1)
}

/// Whether some events that are visible have no position yet.
///
/// # Errors
/// When the store fails.
pub fn any_without_position(tx: &mut ReadTx<'_>) -> Result<bool, StoreError> {
    if !tx.is_postgres() {
        return Ok(false);
    }
    Ok(tx.row("SELECT sequence FROM events WHERE position IS NULL LIMIT 1", params![])?.is_some())
}

/// Gives positions to events that are visible and have none, at most `limit`; says how many got one.
///
/// # Errors
/// When the store fails.
pub fn give_positions(tx: &mut WriteTx<'_>, limit: u32) -> Result<u64, StoreError> {
    if !tx.is_postgres() {
        return Ok(0);
    }
    // Of two that do this at once one meets the other here, and looks anew.
    tx.execute("UPDATE event_positions SET last = last WHERE id = 1", params![])?;
    let given = tx.execute(
        "UPDATE events SET position = numbered.position FROM \
         (SELECT sequence, (SELECT last FROM event_positions WHERE id = 1) \
         + ROW_NUMBER() OVER (ORDER BY sequence) AS position \
         FROM (SELECT sequence FROM events WHERE position IS NULL ORDER BY sequence LIMIT ?1) AS new) AS numbered \
         WHERE events.sequence = numbered.sequence",
        params![limit],
    )?;
    let count = i64::try_from(given).map_err(StoreError::corrupt)?;
    tx.execute("UPDATE event_positions SET last = last + ?1 WHERE id = 1", params![count])?;
    Ok(given)
}

/// The last events about one thing, newest first, at most `limit`.
///
/// # Errors
/// When the store fails.
pub fn list_about(tx: &mut ReadTx<'_>, subject: &str, limit: u32) -> Result<Vec<StoredEvent>, StoreError> {
    let rows = tx.rows(
        "SELECT sequence, at, account, region, kind, subject, detail FROM events WHERE subject = ?1 \
         ORDER BY sequence DESC LIMIT ?2",
        params![subject, limit],
    )?;
    rows.iter().map(read).collect()
}

/// Deletes events from before `before` out of the oldest `limit`; says how many went. The newest stays: it says how far
/// the store has come. An event that was recorded before another one is at least as old, whatever the clock said then.
///
/// # Errors
/// When the store fails.
pub fn purge(tx: &mut WriteTx<'_>, before: Timestamp, limit: u32) -> Result<u64, StoreError> {
    tx.execute(
        "DELETE FROM events WHERE sequence <= (SELECT MAX(sequence) FROM \
         (SELECT sequence, at FROM events ORDER BY sequence LIMIT ?2) AS oldest WHERE at < ?1) \
         AND sequence < (SELECT MAX(sequence) FROM events)",
        params![before, limit],
    )
}

fn read(row: &crate::Row) -> Result<StoredEvent, StoreError> {
    Ok(StoredEvent { sequence: row.get(0)?, event: event(row)? })
}

fn read_logged(row: &crate::Row) -> Result<Logged, StoreError> {
    Ok(Logged { position: row.get(0)?, event: event(row)? })
}

fn event(row: &crate::Row) -> Result<Event, StoreError> {
    let tenant = match (row.get::<Option<String>>(2)?, row.get::<Option<String>>(3)?) {
        (Some(_), Some(_)) => Some(Tenant {
            account: row.parse(2, "an account", |text: String| AccountId::try_from(text).ok())?,
            region: row.parse(3, "a region", |text: String| Region::try_from(text).ok())?,
        }),
        _ => None,
    };
    let Json(detail) = row.get(6)?;
    Ok(Event {
        at: row.get(1)?,
        tenant,
        kind: row.get::<String>(4)?.parse().map_err(StoreError::corrupt)?,
        subject: row.get(5)?,
        detail,
    })
}
