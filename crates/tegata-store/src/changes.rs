//! The change log: which snapshots have to be built anew.
//!
//! Revisions are handed out before their transactions commit, so a lower one may become visible after a
//! higher one, on any database that writes concurrently. A reader therefore looks back over a window behind
//! the highest revision that it saw, and remembers which of those it has had: nothing is missed as long as a
//! transaction does not stay open while [`WINDOW`] others commit.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use tegata_model::change::Change;
use tegata_model::node::ServedUpTo;

use crate::{ReadTx, StoreError, WriteTx, nodes, params};

/// How far behind the highest revision seen a late one is still found.
const WINDOW: i64 = 1024;

/// How far a reader has read. Start from [`Cursor::at_end`], then build the snapshot whole, then follow.
#[derive(Debug, Clone, Default)]
pub struct Cursor {
    highest: i64,
    /// Shared, since a look mostly finds nothing new.
    recent: Arc<BTreeSet<i64>>,
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
        let rows =
            tx.rows("SELECT revision FROM changes ORDER BY revision DESC LIMIT ?1", params![WINDOW])?;
        let recent = rows.iter().map(|row| row.get(0)).collect::<Result<BTreeSet<i64>, _>>()?;
        Ok(Cursor { highest: recent.last().copied().unwrap_or_default(), recent: Arc::new(recent) })
    }

    /// A cursor behind `revision`. The window before it is read again, since a late change may be in it.
    #[must_use]
    pub fn behind(revision: i64) -> Cursor {
        Cursor { highest: revision, recent: Arc::default() }
    }

    /// The changes that this reader has not had, at most `limit`. What this release does not know is left out.
    ///
    /// # Errors
    /// When the store fails.
    pub fn next(&self, tx: &mut ReadTx<'_>, limit: u32) -> Result<Changes, StoreError> {
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
        let up_to = match is_last {
            true => Some(ServedUpTo { revision: highest, transactions: nodes::visible(tx)? }),
            false => None,
        };
        Ok(Changes { changed, cursor: Cursor { highest, recent }, up_to })
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
