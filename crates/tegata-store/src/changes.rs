//! The change log: which snapshots have to be built anew.
//!
//! PostgreSQL hands revisions out before their transactions commit, so a lower one may become visible after a higher one.
//! There a reader remembers which transactions it has seen, and reads the changes of the others: see
//! [`tegata_model::node::Transactions`]. Nothing is missed, however long a transaction stays open. A reader that begins
//! behind a revision looks back over a window once, since it does not know what it had seen.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use tegata_model::change::Change;
use tegata_model::node::{ServedUpTo, Transactions};

use crate::{ReadTx, StoreError, WriteTx, marks, nodes, params};

/// How far behind the highest revision seen a late one is still found.
const WINDOW: i64 = 1024;

/// How far a reader has read. Start from [`Cursor::at_end`], then build the snapshot whole, then follow.
#[derive(Debug, Clone, Default)]
pub struct Cursor {
    highest: i64,
    /// Those that it has read of the window behind. Shared, since a look mostly finds nothing new.
    recent: Arc<BTreeSet<i64>>,
    /// What it has read on PostgreSQL; `None` before it has caught up once.
    seen: Option<Arc<Seen>>,
}

/// The transactions whose changes a reader has read.
#[derive(Debug, Clone)]
struct Seen {
    all_of: Transactions,
    /// Some of the changes of others.
    part: Option<Part>,
}

/// A part of the changes that a snapshot sees.
#[derive(Debug, Clone)]
struct Part {
    of: Transactions,
    /// The transaction and the revision of the last that was read.
    read_to: (i64, i64),
}

/// Some changes behind a cursor.
#[derive(Debug, Clone)]
pub struct Changes {
    /// The changes, each once.
    pub changed: Vec<Change>,
    /// The cursor behind them, to be kept once they have been acted on.
    pub cursor: Cursor,
    /// How far a reader has come that has acted on them; `None` when more changes are visible.
    pub up_to: Option<ServedUpTo>,
}

/// Logs a change.
///
/// # Errors
/// When the store fails.
pub fn record(tx: &mut WriteTx<'_>, change: &Change, at: Timestamp) -> Result<(), StoreError> {
    tx.note_change();
    let (topic, key) = (change.topic(), change.key());
    tx.execute("INSERT INTO changes (topic, key, at) VALUES (?1, ?2, ?3)", params![topic, key, at])?;
    Ok(())
}

impl Cursor {
    /// A cursor behind everything that is visible now.
    ///
    /// # Errors
    /// When the store fails.
    pub fn at_end(tx: &mut ReadTx<'_>) -> Result<Cursor, StoreError> {
        if let Some(visible) = nodes::visible(tx)? {
            let highest = marks::marks(tx)?.change;
            let seen = Some(Arc::new(Seen { all_of: visible, part: None }));
            return Ok(Cursor { highest, recent: Arc::default(), seen });
        }
        let rows =
            tx.rows("SELECT revision FROM changes ORDER BY revision DESC LIMIT ?1", params![WINDOW])?;
        let recent = rows.iter().map(|row| row.get(0)).collect::<Result<BTreeSet<i64>, _>>()?;
        let highest = recent.last().copied().unwrap_or_default();
        Ok(Cursor { highest, recent: Arc::new(recent), seen: None })
    }

    /// A cursor behind `revision`. The window before it is read again, since a late change may be in it.
    #[must_use]
    pub fn behind(revision: i64) -> Cursor {
        Cursor { highest: revision, recent: Arc::default(), seen: None }
    }

    /// The changes that this reader has not had, at most `limit`. What this release does not know is left out.
    ///
    /// # Errors
    /// When the store fails.
    pub fn next(&self, tx: &mut ReadTx<'_>, limit: u32) -> Result<Changes, StoreError> {
        if let Some(seen) = &self.seen {
            return self.next_by_transaction(seen, tx, limit);
        }
        if !self.is_behind(tx)? {
            let up_to = Some(ServedUpTo { revision: self.highest, transactions: nodes::visible(tx)? });
            return Ok(Changes { changed: Vec::new(), cursor: self.clone(), up_to });
        }
        let most = i64::from(limit) + WINDOW;
        let rows = tx.rows(
            "SELECT revision, topic, key FROM changes WHERE revision > ?1 ORDER BY revision LIMIT ?2",
            params![self.highest - WINDOW, most],
        )?;
        let mut highest = self.highest;
        let mut recent = BTreeSet::clone(&self.recent);
        let mut changed = Vec::new();
        let is_all = (rows.len() as i64) < most;
        for row in rows {
            let revision = row.get(0)?;
            if changed.len() < limit as usize && recent.insert(revision) {
                highest = highest.max(revision);
                let (topic, key): (String, String) = (row.get(1)?, row.get(2)?);
                changed.extend(Change::parse(&topic, &key).filter(|change| !changed.contains(change)));
            }
        }
        let recent = Arc::new(recent.split_off(&(highest - WINDOW)));
        // Several changes of one thing count once, so fewer than `limit` may not be all there are.
        let is_last = is_all && changed.len() < limit as usize;
        if !is_last {
            return Ok(Changes { changed, cursor: Cursor { highest, recent, seen: None }, up_to: None });
        }
        let transactions = nodes::visible(tx)?;
        let seen = transactions.clone().map(|all_of| Arc::new(Seen { all_of, part: None }));
        let up_to = Some(ServedUpTo { revision: highest, transactions });
        Ok(Changes { changed, cursor: Cursor { highest, recent, seen }, up_to })
    }

    /// [`Cursor::next`] for a reader that knows which transactions it has seen.
    fn next_by_transaction(
        &self,
        seen: &Seen,
        tx: &mut ReadTx<'_>,
        limit: u32,
    ) -> Result<Changes, StoreError> {
        let part = match seen.part.clone() {
            Some(part) => part,
            None => {
                let of = nodes::visible(tx)?
                    .ok_or_else(|| StoreError::corrupt("a reader of PostgreSQL on another store"))?;
                Part { of, read_to: (i64::MIN, i64::MIN) }
            }
        };
        let Part { of, mut read_to } = part;
        let running: Vec<String> = seen.all_of.running().iter().map(ToString::to_string).collect();
        let rows = tx.rows(
            "SELECT revision, topic, key, recorded_by FROM changes \
             WHERE (recorded_by, revision) > (?1, ?2) AND recorded_by < ?3 \
             AND (recorded_by >= ?4 OR recorded_by = ANY (string_to_array(?5, ',')::bigint[])) \
             ORDER BY recorded_by, revision LIMIT ?6",
            params![read_to.0, read_to.1, of.end(), seen.all_of.end(), running.join(","), limit],
        )?;
        let (mut highest, mut changed) = (self.highest, Vec::new());
        let is_last = rows.len() < limit as usize;
        for row in rows {
            let (revision, recorded_by) = (row.get(0)?, row.get(3)?);
            read_to = (recorded_by, revision);
            // What has committed since the part was begun is read after it.
            if of.have(recorded_by) {
                highest = highest.max(revision);
                let (topic, key): (String, String) = (row.get(1)?, row.get(2)?);
                changed.extend(Change::parse(&topic, &key).filter(|change| !changed.contains(change)));
            }
        }
        let (seen, up_to) = if is_last {
            let up_to = ServedUpTo { revision: highest, transactions: Some(of.clone()) };
            (Seen { all_of: of, part: None }, Some(up_to))
        } else {
            (Seen { all_of: seen.all_of.clone(), part: Some(Part { of, read_to }) }, None)
        };
        let cursor = Cursor { highest, recent: Arc::clone(&self.recent), seen: Some(Arc::new(seen)) };
        Ok(Changes { changed, cursor, up_to })
    }

    /// Whether there may be something new: the embedded store has one writer, so only at the end; elsewhere there
    /// may be late ones too.
    fn is_behind(&self, tx: &mut ReadTx<'_>) -> Result<bool, StoreError> {
        if tx.is_postgres() {
            return Ok(true);
        }
        let row = tx.row("SELECT MAX(revision) FROM changes", params![])?;
        let last: Option<i64> = row.map(|row| row.get(0)).transpose()?.flatten();
        Ok(last.is_some_and(|last| last > self.highest))
    }
}

/// Deletes changes from before `before` out of the oldest `limit`; says how many went. The newest stays: it says how far
/// the store has come. A change that was recorded before another one is at least as old, whatever the clock said then.
///
/// # Errors
/// When the store fails.
pub fn purge(tx: &mut WriteTx<'_>, before: Timestamp, limit: u32) -> Result<u64, StoreError> {
    tx.execute(
        "DELETE FROM changes WHERE revision <= (SELECT MAX(revision) FROM \
         (SELECT revision, at FROM changes ORDER BY revision LIMIT ?2) AS oldest WHERE at < ?1) \
         AND revision < (SELECT MAX(revision) FROM changes)",
        params![before, limit],
    )
}
