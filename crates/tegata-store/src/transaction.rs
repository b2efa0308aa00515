//! Transactions, the same on both back ends.

use std::ops::{Deref, DerefMut};

use jiff::Timestamp;
use tegata_model::change::Change;
use tegata_model::event::Event;
use tegata_model::job::Job;

use crate::value::{Param, Row};
use crate::{StoreError, changes, events, jobs, postgres, sqlite};

/// One consistent view of the store.
pub struct ReadTx<'a> {
    connection: Connection<'a>,
}

/// A write transaction: everything in it is kept, or nothing.
pub struct WriteTx<'a>(ReadTx<'a>);

enum Connection<'a> {
    Sqlite(&'a dyn sqlite::Statements),
    Postgres(postgres::Session<'a>),
}

impl<'a> ReadTx<'a> {
    pub(crate) fn sqlite(statements: &'a dyn sqlite::Statements) -> ReadTx<'a> {
        ReadTx { connection: Connection::Sqlite(statements) }
    }

    pub(crate) fn postgres(session: postgres::Session<'a>) -> ReadTx<'a> {
        ReadTx { connection: Connection::Postgres(session) }
    }

    /// Whether PostgreSQL is behind it, for the few statements that differ.
    pub(crate) fn is_postgres(&self) -> bool {
        matches!(self.connection, Connection::Postgres(_))
    }

    /// All rows of an answer. Give the statement a LIMIT unless what it finds is few by nature.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn rows(&mut self, sql: &'static str, params: &[&dyn Param]) -> Result<Vec<Row>, StoreError> {
        match &mut self.connection {
            Connection::Sqlite(statements) => statements.rows(sql, params),
            Connection::Postgres(session) => session.rows(sql, params),
        }
    }

    /// The first row of an answer.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn row(&mut self, sql: &'static str, params: &[&dyn Param]) -> Result<Option<Row>, StoreError> {
        match &mut self.connection {
            Connection::Sqlite(statements) => statements.row(sql, params),
            Connection::Postgres(session) => Ok(session.rows(sql, params)?.into_iter().next()),
        }
    }
}

impl<'a> WriteTx<'a> {
    pub(crate) fn new(tx: ReadTx<'a>) -> WriteTx<'a> {
        WriteTx(tx)
    }

    /// Changes rows, and says how many.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn execute(&mut self, sql: &'static str, params: &[&dyn Param]) -> Result<u64, StoreError> {
        match &mut self.0.connection {
            Connection::Sqlite(statements) => statements.execute(sql, params),
            Connection::Postgres(session) => session.execute(sql, params),
        }
    }
}

/// What every operation writes beside its noun.
impl WriteTx<'_> {
    /// See [`events::record`].
    ///
    /// # Errors
    /// When the store fails.
    pub fn record_event(&mut self, event: &Event) -> Result<(), StoreError> {
        events::record(self, event)
    }

    /// See [`changes::record`].
    ///
    /// # Errors
    /// When the store fails.
    pub fn record_change(&mut self, change: &Change, at: Timestamp) -> Result<(), StoreError> {
        changes::record(self, change, at)
    }

    /// Puts a job down in its first queue, see [`jobs::put`].
    ///
    /// # Errors
    /// When the store fails.
    pub fn put_job(&mut self, job: &Job, run_at: Timestamp) -> Result<(), StoreError> {
        jobs::put(self, job, job.queue(), run_at)
    }
}

impl<'a> Deref for WriteTx<'a> {
    type Target = ReadTx<'a>;

    fn deref(&self) -> &ReadTx<'a> {
        &self.0
    }
}

impl DerefMut for WriteTx<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}
