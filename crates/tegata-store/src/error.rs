//! What can go wrong with the store.

use std::fmt;
use std::path::PathBuf;

type Source = Box<dyn std::error::Error + Send + Sync>;

/// Why a transaction did not happen. Nothing of it was kept.
#[derive(Debug)]
pub struct StoreError {
    fault: Fault,
    source: Option<Source>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    Again,
    Stopped,
    Full,
    Taken,
    Corrupt,
    Body,
    Other,
}

impl StoreError {
    /// Stored bytes do not mean what they should.
    pub fn corrupt(source: impl Into<Source>) -> StoreError {
        StoreError { fault: Fault::Corrupt, source: Some(source.into()) }
    }

    pub(crate) fn again() -> StoreError {
        StoreError { fault: Fault::Again, source: None }
    }

    pub(crate) fn stopped() -> StoreError {
        StoreError { fault: Fault::Stopped, source: None }
    }

    pub(crate) fn body_panicked() -> StoreError {
        StoreError { fault: Fault::Body, source: None }
    }

    pub(crate) fn other(source: impl Into<Source>) -> StoreError {
        StoreError { fault: Fault::Other, source: Some(source.into()) }
    }

    /// The database rolled the transaction back in the middle of its body.
    pub(crate) fn rolled_back() -> StoreError {
        StoreError { fault: Fault::Other, source: Some("the transaction was rolled back already".into()) }
    }

    /// The same for another transaction of the group whose commit failed.
    pub(crate) fn for_another(&self) -> StoreError {
        let source = self.source.as_ref().map(|source| source.to_string().into());
        StoreError { fault: self.fault, source }
    }

    /// Whether the disk or the database was full.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.fault == Fault::Full
    }

    /// Whether a unique key was taken already.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        self.fault == Fault::Taken
    }

    /// Whether stored bytes are not what they should be.
    pub(crate) fn is_corrupt(&self) -> bool {
        self.fault == Fault::Corrupt
    }

    /// Whether the transaction met another one and has to be run again from its beginning.
    pub(crate) fn is_again(&self) -> bool {
        self.fault == Fault::Again
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.fault {
            Fault::Again => "the transaction met another one too often; try again",
            Fault::Stopped => "the store has been closed",
            Fault::Full => "the disk or the database is full: make room, nothing was changed",
            Fault::Taken => "the key is taken",
            Fault::Corrupt => "stored data does not mean what it should",
            Fault::Body => "the transaction's code panicked; nothing was changed",
            Fault::Other => "the store failed",
        })?;
        match &self.source {
            Some(source) => write!(f, ": {source}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for StoreError {}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> StoreError {
        use rusqlite::ErrorCode;
        let fault = match error.sqlite_error() {
            Some(code) => match code.code {
                ErrorCode::DiskFull => Fault::Full,
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Fault::Corrupt,
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Fault::Again,
                ErrorCode::ConstraintViolation
                    if matches!(
                        code.extended_code,
                        rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE | rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY
                    ) =>
                {
                    Fault::Taken
                }
                _ => Fault::Other,
            },
            None => Fault::Other,
        };
        StoreError { fault, source: Some(error.into()) }
    }
}

impl From<tokio_postgres::Error> for StoreError {
    fn from(error: tokio_postgres::Error) -> StoreError {
        use tokio_postgres::error::SqlState;
        let fault = match error.code() {
            Some(code) if *code == SqlState::T_R_SERIALIZATION_FAILURE => Fault::Again,
            Some(code) if *code == SqlState::T_R_DEADLOCK_DETECTED => Fault::Again,
            Some(code) if *code == SqlState::UNIQUE_VIOLATION => Fault::Taken,
            Some(code) if *code == SqlState::DISK_FULL => Fault::Full,
            _ => Fault::Other,
        };
        // The driver's own text is just "db error"; what PostgreSQL said stands behind it.
        let source = match error.as_db_error() {
            Some(database) => database.to_string().into(),
            None => error.into(),
        };
        StoreError { fault, source: Some(source) }
    }
}

/// Why the store could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process has it open.
    #[error("{} is in use by another Tegata: stop that one, or choose another directory with --data", .0.display())]
    InUse(PathBuf),
    /// Written by a later release.
    #[error(
        "the store is at schema version {found}, and this release knows {known}: run the release that wrote it, or a later one"
    )]
    Newer {
        /// The version found.
        found: i64,
        /// The latest this release knows.
        known: i64,
    },
    /// The directory or its files cannot be used.
    #[error("{}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Not a store, or a damaged one.
    #[error("{}: {source}: restore it from a backup, or choose another directory with --data", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        source: StoreError,
    },
    /// The system gives the store no thread.
    #[error("the store's threads cannot be started: {0}")]
    Thread(std::io::Error),
    /// The URL is none of PostgreSQL.
    #[error("the store's URL is not one of PostgreSQL (postgres://user@host/database): {0}")]
    Url(String),
    /// PostgreSQL does not answer.
    #[error("PostgreSQL cannot be reached: {0}")]
    Unreachable(String),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}
