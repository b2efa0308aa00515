//! What can go wrong with the store.

use std::fmt;
use std::path::PathBuf;

type Source = Box<dyn std::error::Error + Send + Sync>;

/// Why a transaction did not happen. Nothing of it was kept; only where PostgreSQL did not answer a commit is that not
/// known.
#[derive(Debug)]
pub struct StoreError {
    fault: Fault,
    source: Option<Source>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    Again,
    /// The connection's session is not the one that it was: another one may do.
    Stale,
    Busy,
    Stopped,
    Full,
    ReadOnly,
    Held,
    Unreachable,
    Taken,
    Corrupt,
    Body,
    Other,
}

/// Why the store could not do it at the moment: trying again later may help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unavailable {
    /// The disk or the database is full.
    Full,
    /// The database takes no changes: a standby server, or a file system that was mounted read-only.
    ReadOnly,
    /// The store is a copy that may be older than what was published: see [`Store::hold`](crate::Store::hold).
    Held,
    /// The database cannot be reached, or does not answer.
    Unreachable,
    /// Others hold what the transaction needs, for too long.
    Busy,
    /// The store has been closed.
    Stopped,
}

impl StoreError {
    /// Stored bytes do not mean what they should.
    pub fn corrupt(source: impl Into<Source>) -> StoreError {
        StoreError { fault: Fault::Corrupt, source: Some(source.into()) }
    }

    pub(crate) fn stopped() -> StoreError {
        StoreError { fault: Fault::Stopped, source: None }
    }

    /// No changes are taken until an operator has acknowledged the copy.
    pub(crate) fn held() -> StoreError {
        StoreError { fault: Fault::Held, source: None }
    }

    pub(crate) fn body_panicked() -> StoreError {
        StoreError { fault: Fault::Body, source: None }
    }

    /// The database cannot be reached, or does not answer.
    pub(crate) fn unreachable(source: impl Into<Source>) -> StoreError {
        StoreError { fault: Fault::Unreachable, source: Some(source.into()) }
    }

    /// Others hold what the transaction needs, for too long.
    pub(crate) fn busy(source: impl Into<Source>) -> StoreError {
        StoreError { fault: Fault::Busy, source: Some(source.into()) }
    }

    /// A unique key is taken.
    pub(crate) fn taken(source: impl Into<Source>) -> StoreError {
        StoreError { fault: Fault::Taken, source: Some(source.into()) }
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

    /// Why the store could not do it at the moment, when that is what went wrong.
    #[must_use]
    pub fn unavailable(&self) -> Option<Unavailable> {
        Some(match self.fault {
            Fault::Full => Unavailable::Full,
            Fault::ReadOnly => Unavailable::ReadOnly,
            Fault::Held => Unavailable::Held,
            Fault::Unreachable => Unavailable::Unreachable,
            Fault::Again | Fault::Stale | Fault::Busy => Unavailable::Busy,
            Fault::Stopped => Unavailable::Stopped,
            Fault::Taken | Fault::Corrupt | Fault::Body | Fault::Other => return None,
        })
    }

    /// What was found, without the sentence for its kind.
    pub(crate) fn detail(&self) -> String {
        self.source.as_ref().map_or_else(|| self.to_string(), ToString::to_string)
    }

    /// Whether every transaction, or every change, would have failed in the same way.
    pub(crate) fn is_of_the_whole_store(&self) -> bool {
        matches!(self.fault, Fault::Full | Fault::ReadOnly | Fault::Unreachable)
    }

    /// Whether a connection to PostgreSQL that met this is of no further use.
    pub(crate) fn breaks_connection(&self) -> bool {
        matches!(self.fault, Fault::ReadOnly | Fault::Unreachable | Fault::Stale)
    }

    /// Whether the session of a connection is not the one that it was.
    pub(crate) fn is_stale(&self) -> bool {
        self.fault == Fault::Stale
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
            Fault::Again => "the transaction conflicted with others too often; try again",
            Fault::Stale => "the database's session changed; try again",
            Fault::Busy => "other transactions hold the locks that it needs; try again",
            Fault::ReadOnly => "the database takes no changes",
            Fault::Held => "the store is a copy that has not been acknowledged, and takes no changes",
            Fault::Unreachable => "the database does not answer",
            Fault::Stopped => "the store has been closed",
            Fault::Full => "the disk or the database is full; nothing was changed. Free space",
            Fault::Taken => "the key is taken",
            Fault::Corrupt => "stored data is not valid",
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
                ErrorCode::ReadOnly => Fault::ReadOnly,
                ErrorCode::SystemIoFailure | ErrorCode::CannotOpen => Fault::Unreachable,
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
        // The driver's own text is just "db error"; what PostgreSQL said stands behind it.
        let (fault, source) = match error.as_db_error() {
            // Another node has changed a table under a prepared statement.
            Some(refusal) if refusal.message().starts_with("cached plan must not change") => {
                (Fault::Unreachable, refusal.to_string().into())
            }
            Some(refusal) => (fault_of(refusal.code()), refusal.to_string().into()),
            None if is_about_values(&error) => (Fault::Other, error.into()),
            // The connection has ended, or something on it cannot be read.
            None => (Fault::Unreachable, error.into()),
        };
        StoreError { fault, source: Some(source) }
    }
}

/// What PostgreSQL's SQLSTATE means here (PostgreSQL's manual, appendix A).
fn fault_of(code: &tokio_postgres::error::SqlState) -> Fault {
    match code.code() {
        // serialization_failure, deadlock_detected
        "40001" | "40P01" => Fault::Again,
        "23505" => Fault::Taken,
        "53100" => Fault::Full,
        // read_only_sql_transaction: a standby server, or one that was made one
        "25006" => Fault::ReadOnly,
        // query_canceled (by statement_timeout), lock_not_available (by lock_timeout)
        "57014" | "55P03" => Fault::Busy,
        // A pooler gave another session: invalid_sql_statement_name, duplicate_prepared_statement
        "26000" | "42P05" => Fault::Stale,
        // admin_shutdown, crash_shutdown, cannot_connect_now, database_dropped, idle_session_timeout,
        // idle_in_transaction_session_timeout
        "57P01" | "57P02" | "57P03" | "57P04" | "57P05" | "25P03" => Fault::Unreachable,
        // connection_exception, insufficient_resources, system_error
        code if ["08", "53", "58"].iter().any(|class| code.starts_with(class)) => Fault::Unreachable,
        _ => Fault::Other,
    }
}

/// Whether the driver could not turn a value of ours, or a column's, into the other's form.
fn is_about_values(error: &tokio_postgres::Error) -> bool {
    let text = error.to_string();
    text.starts_with("error serializing")
        || text.starts_with("error deserializing")
        || text.contains("parameters")
}

/// Why the store could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process has it open.
    #[error("{} is in use by another Tegata: stop that one, or choose another directory with --data", .0.display())]
    InUse(PathBuf),
    /// Written by a later release.
    #[error(
        "the store has schema version {found}, but this release supports {known}: run the release that \
         wrote it, or a later one"
    )]
    Newer {
        /// The version found.
        found: i64,
        /// The latest this release knows.
        known: i64,
    },
    /// A migration was applied in another form than this build has.
    #[error(
        "the store was created by another build of Tegata: its schema version {version} differs from this \
         build's. Run the build that created it, or choose an empty directory (--data) or database"
    )]
    Altered {
        /// The version whose checksum differs.
        version: i64,
    },
    /// Made by a build from before the first release.
    #[error(
        "the store was created by a build from before the first release, which cannot be upgraded. Choose \
         an empty directory (--data) or database"
    )]
    Unreleased,
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
    /// The TLS that the URL asks for cannot be set up.
    #[error("TLS to PostgreSQL cannot be set up: {0}")]
    Tls(String),
    /// PostgreSQL does not answer.
    #[error("PostgreSQL cannot be reached: {0}")]
    Unreachable(String),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}
