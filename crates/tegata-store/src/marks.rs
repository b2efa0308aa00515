//! High-water marks: how far the numbering of changes and events has come. A copy of the store is older than the store was
//! when its marks are lower.

use serde::{Deserialize, Serialize};

use crate::{ReadTx, StoreError, WriteTx, params};

/// How far a store has come. Both numbers only grow unless an older copy is put in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Marks {
    /// The newest revision of the change log.
    pub change: i64,
    /// The newest sequence number of the event log.
    pub event: i64,
}

impl Marks {
    /// Whether `other` has come further in anything.
    #[must_use]
    pub fn is_behind(self, other: Marks) -> bool {
        self.change < other.change || self.event < other.event
    }

    /// The higher of both, number by number.
    #[must_use]
    pub fn max(self, other: Marks) -> Marks {
        Marks { change: self.change.max(other.change), event: self.event.max(other.event) }
    }
}

/// How far the store has come: only what has committed counts. The last row of each log is never purged.
///
/// # Errors
/// When the store fails.
pub fn marks(tx: &mut ReadTx<'_>) -> Result<Marks, StoreError> {
    let change = tx.row("SELECT MAX(revision) FROM changes", params![])?;
    let event = tx.row("SELECT MAX(sequence) FROM events", params![])?;
    let read = |row: Option<crate::Row>| -> Result<i64, StoreError> {
        let value: Option<i64> = row.map(|row| row.get(0)).transpose()?.flatten();
        Ok(value.unwrap_or_default())
    };
    Ok(Marks { change: read(change)?, event: read(event)? })
}

/// Lets the numbering go on above `to`, so that no number is given a second time.
///
/// # Errors
/// When the store fails.
pub fn raise(tx: &mut WriteTx<'_>, to: Marks) -> Result<(), StoreError> {
    if tx.is_postgres() {
        let change = "SELECT setval(pg_get_serial_sequence('changes', 'revision'), \
                      GREATEST(?1, (SELECT MAX(revision) FROM changes), 1))";
        tx.row(change, params![to.change])?;
        let event = "SELECT setval(pg_get_serial_sequence('events', 'sequence'), \
                     GREATEST(?1, (SELECT MAX(sequence) FROM events), 1))";
        tx.row(event, params![to.event])?;
        tx.execute("UPDATE event_positions SET last = ?1 WHERE last < ?1", params![to.event])?;
        return Ok(());
    }
    for (table, mark) in [("changes", to.change), ("events", to.event)] {
        let raised = tx
            .execute("UPDATE sqlite_sequence SET seq = max(seq, ?2) WHERE name = ?1", params![table, mark])?;
        if raised == 0 {
            tx.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)", params![table, mark])?;
        }
    }
    Ok(())
}
