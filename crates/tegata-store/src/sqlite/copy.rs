//! Copies of an embedded store: made while an instance uses it, and looked into afterwards.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::session::Session;
use crate::condition::Condition;
use crate::transaction::{ReadTx, WriteTx};
use crate::{OpenError, StoreError};

/// How long it is waited for who holds the database.
const BUSY_WITHIN: Duration = Duration::from_secs(30);
/// How often a copy is begun anew when the database is held all the same.
const TRIES: usize = 5;

/// Copies the embedded store of `directory` into a new file, as it stands at this moment, whether an instance uses it or
/// not: by SQLite's online backup, in one step, which blocks neither readers nor writers. The copy is a single file.
///
/// # Errors
/// When the store cannot be read, or the copy not be written or not be trusted.
pub fn copy_embedded(directory: &Path, to: &Path) -> Result<(), OpenError> {
    let from = directory.join("tegata.db");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let source = Connection::open_with_flags(&from, flags).map_err(StoreError::from)?;
    source.busy_timeout(BUSY_WITHIN).map_err(StoreError::from)?;
    let fault = |source| OpenError::File { path: to.to_owned(), source };
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(to).map_err(fault)?;
    let mut copy = Connection::open(to).map_err(StoreError::from)?;
    copy_all(&source, &mut copy)?;
    // The log's index of its own is not needed by a file that is not in use.
    copy.pragma_update(None, "journal_mode", "DELETE").map_err(StoreError::from)?;
    let found: String =
        copy.query_row("PRAGMA quick_check(1)", (), |row| row.get(0)).map_err(StoreError::from)?;
    if found != "ok" {
        return Err(OpenError::Damaged { path: from, source: StoreError::corrupt(found) });
    }
    drop(copy);
    File::open(to).and_then(|file| file.sync_all()).map_err(fault)
}

fn copy_all(source: &Connection, copy: &mut Connection) -> Result<(), StoreError> {
    for _ in 0..TRIES {
        let backup = Backup::new(source, copy)?;
        // All pages in one step: one view of the store, however much is written meanwhile.
        if backup.step(-1)? == StepResult::Done {
            return Ok(());
        }
    }
    Err(StoreError::busy("the database is locked by another program"))
}

/// Reads a copy, or the store of an instance that does not run. Nothing in it is changed, not even its schema.
///
/// # Errors
/// Those of `body`, or when it cannot be read.
pub fn read_copy<T>(
    file: &Path,
    body: impl FnOnce(&mut ReadTx<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags)?;
    connection.busy_timeout(BUSY_WITHIN)?;
    let condition = Condition::default();
    let session = Session::new(&connection, &condition);
    session.control("BEGIN")?;
    let read = body(&mut ReadTx::new(&mut &session));
    session.control("ROLLBACK")?;
    read
}

/// Changes a copy in one transaction.
///
/// # Errors
/// Those of `body` (then nothing was changed), or when it cannot be written.
pub fn write_copy<T>(
    file: &Path,
    body: impl FnOnce(&mut WriteTx<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.busy_timeout(BUSY_WITHIN)?;
    let condition = Condition::default();
    let session = Session::new(&connection, &condition);
    session.control("BEGIN IMMEDIATE")?;
    let written = body(&mut WriteTx::new(ReadTx::new(&mut &session)));
    session.control(if written.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    written
}
