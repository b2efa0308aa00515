//! The embedded back end: SQLite, one writer thread with group commit, reader connections beside it.

mod checkpoint;
mod statement;
mod writer;

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parking_lot::Mutex;
use rusqlite::{Connection, OpenFlags};
use tokio::sync::Semaphore;

pub(crate) use self::statement::{execute, row, rows};
use self::writer::Writer;
use crate::transaction::{ReadTx, WriteTx};
use crate::{OpenError, StoreError, migrate};

/// How many reads run at once. More only wait for the processor.
const READERS: usize = 8;
/// How many prepared statements each connection keeps.
const STATEMENTS_KEPT: usize = 256;

/// An open SQLite database.
#[derive(Debug, Clone)]
pub(crate) struct Database(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    writer: Writer,
    readers: Readers,
    /// Held for as long as the database is open: a second process is turned away by it.
    _lock: Option<File>,
}

/// Where reads go.
#[derive(Debug)]
enum Readers {
    /// Connections that nobody is using, and as many permits.
    Connections { idle: Mutex<Vec<Connection>>, permits: Semaphore },
    /// To the writer: a database in memory has one connection only.
    Writer,
}

impl Database {
    pub(crate) fn open(directory: &Path) -> Result<Database, OpenError> {
        let lock = lock(directory)?;
        let path = directory.join("tegata.db");
        let mut connection = connect(&path)?;
        migrate::sqlite(&mut connection)?;
        let idle = (0..READERS).map(|_| reader(&path)).collect::<Result<Vec<_>, OpenError>>()?;
        let checkpoints = checkpoint::Checkpoints::start(connect(&path)?, wal_of(&path));
        Ok(Database(Arc::new(Inner {
            writer: Writer::start(connection, Some(checkpoints)),
            readers: Readers::Connections { idle: Mutex::new(idle), permits: Semaphore::new(READERS) },
            _lock: Some(lock),
        })))
    }

    pub(crate) fn in_memory() -> Result<Database, OpenError> {
        let mut connection = Connection::open_in_memory().map_err(StoreError::from)?;
        prepare(&connection)?;
        migrate::sqlite(&mut connection)?;
        let inner = Inner { writer: Writer::start(connection, None), readers: Readers::Writer, _lock: None };
        Ok(Database(Arc::new(inner)))
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
        let Readers::Connections { permits, .. } = &self.0.readers else {
            return self.0.writer.run(move |tx| body(tx)).await;
        };
        let _permit = permits.acquire().await.map_err(|_| StoreError::stopped())?;
        let database = self.clone();
        let read = tokio::task::spawn_blocking(move || {
            let Readers::Connections { idle, .. } = &database.0.readers else {
                return Err(StoreError::stopped().into());
            };
            let connection = idle.lock().pop().ok_or_else(StoreError::stopped)?;
            let answer = one_view(&connection, &mut body);
            idle.lock().push(connection);
            answer
        });
        read.await.unwrap_or_else(|_| Err(StoreError::body_panicked().into()))
    }

    pub(crate) async fn close(self) {
        if let Readers::Connections { permits, .. } = &self.0.readers {
            permits.close();
        }
        self.0.writer.close().await;
    }
}

fn one_view<T, E: From<StoreError>>(
    connection: &Connection,
    body: &mut impl FnMut(&mut ReadTx<'_>) -> Result<T, E>,
) -> Result<T, E> {
    // The view opens with the first statement and is given back whatever happens, also when the body panics.
    let view = connection.unchecked_transaction().map_err(StoreError::from)?;
    let answer =
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| body(&mut ReadTx::sqlite(connection))));
    drop(view);
    answer.unwrap_or_else(|_| Err(StoreError::body_panicked().into()))
}

/// Turns a second process away. The kernel gives the lock back however this process ends.
fn lock(directory: &Path) -> Result<File, OpenError> {
    let path = directory.join("lock");
    let fault = |source| OpenError::File { path: path.clone(), source };
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(fault)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => Err(OpenError::InUse(directory.to_owned())),
        Err(std::fs::TryLockError::Error(source)) => Err(fault(source)),
    }
}

fn connect(path: &Path) -> Result<Connection, OpenError> {
    let connection = Connection::open(path).map_err(StoreError::from)?;
    prepare(&connection)?;
    Ok(connection)
}

fn reader(path: &Path) -> Result<Connection, OpenError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(StoreError::from)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    connection.busy_timeout(std::time::Duration::from_secs(5)).map_err(StoreError::from)?;
    Ok(connection)
}

fn prepare(connection: &Connection) -> Result<(), StoreError> {
    // The page size counts only before the first table, journal_mode only outside a transaction.
    connection.execute_batch(
        "PRAGMA page_size = 8192;
         PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA wal_autocheckpoint = 0;
         PRAGMA trusted_schema = OFF;
         PRAGMA busy_timeout = 5000;",
    )?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    Ok(())
}

fn wal_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}
