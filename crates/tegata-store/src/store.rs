//! The store and its two back ends.

use std::fmt;
use std::path::PathBuf;

use crate::transaction::{ReadTx, WriteTx};
use crate::{OpenError, StoreError, postgres, sqlite};

/// Where the store is.
#[derive(Clone)]
pub enum Location {
    /// The embedded store: `tegata.db` in this directory.
    Directory(PathBuf),
    /// An embedded store that is gone when closed: for tests and rehearsals.
    Memory,
    /// A PostgreSQL URL (or of what speaks its protocol).
    Postgres(String),
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Location::Directory(path) => f.debug_tuple("Directory").field(path).finish(),
            Location::Memory => f.write_str("Memory"),
            // The URL may carry a password.
            Location::Postgres(_) => f.write_str("Postgres"),
        }
    }
}

/// The store. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    backend: Backend,
}

#[derive(Debug, Clone)]
enum Backend {
    Sqlite(sqlite::Database),
    Postgres(postgres::Database),
}

impl Store {
    /// Opens the store, making or upgrading its tables.
    ///
    /// # Errors
    /// [`OpenError`] says what to do about each.
    pub async fn open(location: &Location) -> Result<Store, OpenError> {
        let backend = match location {
            Location::Directory(path) => {
                let path = path.clone();
                let open = move || sqlite::Database::open(&path);
                let opened =
                    tokio::task::spawn_blocking(open).await.map_err(|_| StoreError::body_panicked())?;
                Backend::Sqlite(opened?)
            }
            Location::Memory => Backend::Sqlite(sqlite::Database::in_memory()?),
            Location::Postgres(url) => Backend::Postgres(postgres::Database::open(url).await?),
        };
        Ok(Store { backend })
    }

    /// Runs `body` in one write transaction. When the future resolves to `Ok`, the change is on disk.
    /// The body may be run again after meeting another transaction, so it has no side effects.
    ///
    /// # Errors
    /// Those of `body` (then nothing was written), or the store's own.
    pub async fn write<T, E, F>(&self, body: F) -> Result<T, E>
    where
        F: FnMut(&mut WriteTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        match &self.backend {
            Backend::Sqlite(database) => database.write(body).await,
            Backend::Postgres(database) => database.write(body).await,
        }
    }

    /// Runs `body` in a write transaction beside all others: it meets only those that change the same rows, which is
    /// enough when it decides by nothing but rows that it changes itself. What it reads keeps nobody from writing.
    ///
    /// # Errors
    /// Those of `body` (then nothing was written), or the store's own.
    pub async fn write_apart<T, E, F>(&self, body: F) -> Result<T, E>
    where
        F: FnMut(&mut WriteTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        match &self.backend {
            Backend::Sqlite(database) => database.write(body).await,
            Backend::Postgres(database) => database.write_apart(body).await,
        }
    }

    /// Runs `body` on one consistent view.
    ///
    /// # Errors
    /// Those of `body`, or the store's own.
    pub async fn read<T, E, F>(&self, body: F) -> Result<T, E>
    where
        F: FnMut(&mut ReadTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        match &self.backend {
            Backend::Sqlite(database) => database.read(body).await,
            Backend::Postgres(database) => database.read(body).await,
        }
    }

    /// Lets the work that runs and waits end, moves the log into the database, and gives the directory free.
    /// Later calls on clones are refused.
    pub async fn close(self) {
        match self.backend {
            Backend::Sqlite(database) => database.close().await,
            Backend::Postgres(database) => database.close(),
        }
    }
}
