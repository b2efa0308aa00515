//! The embedded back end: SQLite, one writer thread with group commit, reader connections beside it.

mod checkpoint;
mod copy;
mod gathering;
mod readers;
mod session;
mod writer;

use std::fs::{DirBuilder, File, OpenOptions};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use self::checkpoint::{Checkpoints, LOG_BYTES_MAX};
pub use self::copy::{copy_embedded, read_copy, write_copy};
use self::readers::Readers;
use self::writer::{OnDisk, Writer};
use crate::condition::Condition;
use crate::transaction::{ReadTx, WriteTx};
use crate::{OpenError, StoreError, migrate};

/// How many reads run at once, at least and at most: as many as there are processors, and one to wait for the disk.
const READERS: (usize, usize) = (2, 8);
/// How long a connection waits for another one of this process.
const BUSY_WITHIN: Duration = Duration::from_secs(5);

/// An open SQLite database.
#[derive(Debug, Clone)]
pub(crate) struct Database(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    writer: Writer,
    /// Where reads go; those of a database in memory go to its only connection, the writer's.
    readers: Option<Readers>,
}

impl Database {
    pub(crate) fn open(directory: &Path, condition: &Arc<Condition>) -> Result<Database, OpenError> {
        let lock = lock(directory)?;
        let path = directory.join("tegata.db");
        // For its owner alone; SQLite makes the log and its index with the same mode.
        let made = OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(&path);
        made.map_err(|source| OpenError::File { path: path.clone(), source })?;
        let damaged = |error| match error {
            OpenError::Store(source) if source.is_corrupt() => {
                OpenError::Damaged { path: path.clone(), source }
            }
            other => other,
        };
        let (mut connection, files) = first_connection(&path).map_err(damaged)?;
        migrate::sqlite(&mut connection).map_err(damaged)?;
        let (least, most) = READERS;
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        let connections = (0..(processors + 1).clamp(least, most)).map(|_| reader(&path, files));
        let connections = connections.collect::<Result<Vec<_>, OpenError>>()?;
        let database = File::open(&path).map_err(|source| OpenError::File { path: path.clone(), source })?;
        let checkpoints = Checkpoints::start(connect(&path, files)?, database).map_err(OpenError::Thread)?;
        let writer = Writer::start(connection, Some(OnDisk { checkpoints, lock }), Arc::clone(condition))
            .map_err(OpenError::Thread)?;
        let readers = Some(Readers::start(connections, condition).map_err(OpenError::Thread)?);
        Ok(Database(Arc::new(Inner { writer, readers })))
    }

    pub(crate) fn in_memory(condition: Arc<Condition>) -> Result<Database, OpenError> {
        let mut connection = Connection::open_in_memory().map_err(StoreError::from)?;
        prepare(&connection)?;
        migrate::sqlite(&mut connection)?;
        let writer = Writer::start(connection, None, condition).map_err(OpenError::Thread)?;
        Ok(Database(Arc::new(Inner { writer, readers: None })))
    }

    pub(crate) async fn write<T, E, F>(&self, body: F) -> Result<T, E>
    where
        F: FnMut(&mut WriteTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.0.writer.run(body).await
    }

    pub(crate) async fn read<T, E, F>(&self, mut body: F) -> Result<T, E>
    where
        F: FnMut(&mut ReadTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        match &self.0.readers {
            Some(readers) => readers.run(body).await,
            None => self.0.writer.run(move |tx| body(tx)).await,
        }
    }

    pub(crate) async fn close(self) {
        if let Some(readers) = &self.0.readers {
            // Their views would keep the log from being moved.
            readers.close().await;
        }
        self.0.writer.close().await;
    }
}

/// Turns a second process away. The kernel gives the lock back however this process ends.
fn lock(directory: &Path) -> Result<File, OpenError> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(directory);
    made.map_err(|source| OpenError::File { path: directory.to_owned(), source })?;
    // The directory itself: a file beside the database could be deleted, and its lock with it.
    let fault = |source| OpenError::File { path: directory.to_owned(), source };
    let opened = File::open(directory).map_err(fault)?;
    match opened.try_lock() {
        Ok(()) => Ok(opened),
        Err(std::fs::TryLockError::WouldBlock) => Err(OpenError::InUse(directory.to_owned())),
        Err(std::fs::TryLockError::Error(source)) => Err(fault(source)),
    }
}

/// How SQLite keeps the index of its log, which the connections share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Index {
    /// In a file beside the database: other programs may read and back the database up meanwhile.
    InFile,
    /// In this process's memory, so that no room on the disk is needed. Other programs are turned away.
    InMemory,
}

impl Index {
    /// The name of SQLite's layer for files that does so.
    fn vfs(self) -> &'static str {
        match self {
            Index::InFile => "unix",
            Index::InMemory => "unix-excl",
        }
    }
}

/// Opens the database. On a disk without any room its log's index is kept in memory: what is stored can be read and
/// served, and changes are kept once there is room again.
fn first_connection(path: &Path) -> Result<(Connection, Index), OpenError> {
    let why = match connect(path, Index::InFile) {
        Ok(connection) => return Ok((connection, Index::InFile)),
        Err(OpenError::Store(why)) if why.is_of_the_whole_store() => why,
        Err(error) => return Err(error),
    };
    // A database that is not there yet needs room.
    if !std::fs::metadata(path).is_ok_and(|file| file.len() > 0) {
        return Err(why.into());
    }
    let connection = connect(path, Index::InMemory)?;
    tracing::error!(
        %why,
        "the disk has no space for the store's index, so it is kept in memory. Other programs cannot read \
         the database until the next start. Free space"
    );
    Ok((connection, Index::InMemory))
}

fn connect(path: &Path, index: Index) -> Result<Connection, OpenError> {
    let connection = Connection::open_with_flags_and_vfs(path, OpenFlags::default(), index.vfs());
    let connection = connection.map_err(StoreError::from)?;
    prepare(&connection)?;
    Ok(connection)
}

fn reader(path: &Path, index: Index) -> Result<Connection, OpenError> {
    let flags = match index {
        Index::InFile => OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        // One that may not write looks for the index in its file.
        Index::InMemory => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    };
    let connection =
        Connection::open_with_flags_and_vfs(path, flags, index.vfs()).map_err(StoreError::from)?;
    plan_once(&connection)?;
    // 16 MiB; 2 by default, which a search among a million certificates reads several times over.
    connection
        .execute_batch("PRAGMA cache_size = -16384; PRAGMA query_only = ON")
        .map_err(StoreError::from)?;
    connection.busy_timeout(BUSY_WITHIN).map_err(StoreError::from)?;
    Ok(connection)
}

fn prepare(connection: &Connection) -> Result<(), StoreError> {
    // The page size counts only before the first table, journal_mode only outside a transaction.
    // The cache (16 MiB; 2 by default) holds all that a group changes: pages that do not fit are written to the log
    // each time they change. It is no larger, since SQLite walks over all of it at a commit that moved a page between
    // siblings, which most do. What a savepoint might have to undo is kept in memory, not in a temporary file.
    connection.execute_batch(
        "PRAGMA page_size = 8192;
         PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA wal_autocheckpoint = 0;
         PRAGMA cache_size = -16384;
         PRAGMA temp_store = MEMORY;
         PRAGMA trusted_schema = OFF;",
    )?;
    connection.pragma_update(None, "journal_size_limit", LOG_BYTES_MAX)?;
    connection.busy_timeout(BUSY_WITHIN)?;
    plan_once(connection)
}

/// Keeps the plans of prepared statements: otherwise SQLite plans a statement with `LIMIT ?1` anew each time, to look
/// at the number.
fn plan_once(connection: &Connection) -> Result<(), StoreError> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}
