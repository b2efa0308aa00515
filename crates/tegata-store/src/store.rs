//! The store and its two back ends.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::Mutex;

use crate::condition::Condition;
use crate::metrics::StoreMetrics;
use crate::transaction::{ReadTx, WriteTx};
use crate::{OpenError, StoreError, meta, postgres, sqlite};

/// How long a kept change tells that the store takes changes.
const FRESH: Duration = Duration::from_secs(5);
/// How long it is waited for the change that tries it.
const TRIAL_WITHIN: Duration = Duration::from_secs(4);
/// How often it is tried at most while it fails.
const TRY_EVERY: Duration = Duration::from_millis(500);
/// The name of the value that is written to try it.
const TRIAL: &str = "last-trial";

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
    condition: Arc<Condition>,
    metrics: StoreMetrics,
    /// Held by the one that tries whether changes are taken, with how and when the last trial failed.
    trial: Arc<Mutex<Option<(Instant, StoreError)>>>,
    /// Whether changes are refused.
    held: Arc<AtomicBool>,
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
        let condition = Arc::new(Condition::default());
        let watching = Arc::clone(&condition);
        let log = match location {
            Location::Directory(path) => Some(path.join("tegata.db-wal")),
            Location::Memory | Location::Postgres(_) => None,
        };
        let metrics = StoreMetrics::new(log);
        let backend = match location {
            Location::Directory(path) => {
                let path = path.clone();
                let open = move || sqlite::Database::open(&path, &watching);
                let opened =
                    tokio::task::spawn_blocking(open).await.map_err(|_| StoreError::body_panicked())?;
                Backend::Sqlite(opened?)
            }
            Location::Memory => Backend::Sqlite(sqlite::Database::in_memory(watching)?),
            Location::Postgres(url) => Backend::Postgres(postgres::Database::open(url, watching).await?),
        };
        Ok(Store { backend, condition, metrics, trial: Arc::default(), held: Arc::default() })
    }

    /// How long its transactions take.
    #[must_use]
    pub fn metrics(&self) -> &StoreMetrics {
        &self.metrics
    }

    /// Whether the store takes changes, found out by a small one unless one was just kept. Takes a few seconds at most.
    ///
    /// # Errors
    /// What a change would meet.
    pub async fn check(&self) -> Result<(), StoreError> {
        if self.is_held() {
            return Err(StoreError::held());
        }
        if self.condition.has_written_within(FRESH) {
            return Ok(());
        }
        let mut last = self.trial.lock().await;
        // A caller that waited meanwhile takes the answer of the one before.
        if self.condition.has_written_within(FRESH) {
            return Ok(());
        }
        if let Some((at, error)) = &*last
            && at.elapsed() < TRY_EVERY
        {
            return Err(error.for_another());
        }
        let change = self.write_apart(|tx| meta::put(tx, TRIAL, b""));
        let tried = match tokio::time::timeout(TRIAL_WITHIN, change).await {
            Ok(tried) => tried,
            Err(_) => {
                let seconds = TRIAL_WITHIN.as_secs();
                Err(StoreError::unreachable(format!("no change was saved within {seconds} seconds")))
            }
        };
        *last = tried.as_ref().err().map(|error| (Instant::now(), error.for_another()));
        tried
    }

    /// Whether other processes may have it open as well.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        matches!(self.backend, Backend::Postgres(_))
    }

    /// Grows when something was added to the change log; `None` where other processes may add to it as well. What was
    /// added before this is called is visible to reads that begin later.
    #[must_use]
    pub fn changes_logged(&self) -> Option<u64> {
        (!self.is_shared()).then(|| self.condition.changes_logged())
    }

    /// Refuses every change from now on, or takes them again: for a copy that may be older than what was published. What
    /// reads goes on.
    pub fn hold(&self, held: bool) {
        self.held.store(held, Ordering::Release);
    }

    /// Whether changes are refused.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.held.load(Ordering::Acquire)
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
        if self.is_held() {
            return Err(StoreError::held().into());
        }
        self.write_although_held(body).await
    }

    /// [`Store::write`] for what is about the hold itself: revocations that are put back, and its end.
    ///
    /// # Errors
    /// Those of `body` (then nothing was written), or the store's own.
    pub async fn write_although_held<T, E, F>(&self, body: F) -> Result<T, E>
    where
        F: FnMut(&mut WriteTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let begun = Instant::now();
        let done = match &self.backend {
            Backend::Sqlite(database) => database.write(body).await,
            // On the heap: it goes over the network, and its future is several times as large as the other.
            Backend::Postgres(database) => Box::pin(database.write(body)).await,
        };
        self.metrics.count_write(begun);
        done
    }

    /// Runs `body` in a write transaction beside all others: it meets only those that change the same rows, which is
    /// enough when it decides by nothing but rows that it changes itself. What it reads blocks no writer.
    ///
    /// # Errors
    /// Those of `body` (then nothing was written), or the store's own.
    pub async fn write_apart<T, E, F>(&self, body: F) -> Result<T, E>
    where
        F: FnMut(&mut WriteTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        if self.is_held() {
            return Err(StoreError::held().into());
        }
        let begun = Instant::now();
        let done = match &self.backend {
            Backend::Sqlite(database) => database.write(body).await,
            Backend::Postgres(database) => Box::pin(database.write_apart(body)).await,
        };
        self.metrics.count_write(begun);
        done
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
        let begun = Instant::now();
        let done = match &self.backend {
            Backend::Sqlite(database) => database.read(body).await,
            Backend::Postgres(database) => Box::pin(database.read(body)).await,
        };
        self.metrics.count_read(begun);
        done
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
