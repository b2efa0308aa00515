//! Transactions, the same on both back ends.

use std::ops::{Deref, DerefMut};

use crate::StoreError;
use crate::statements::{Engine, Statements};
use crate::value::{Param, Row};

/// One consistent view of the store.
pub struct ReadTx<'a> {
    statements: &'a mut (dyn Statements + 'a),
}

/// A write transaction: everything in it is kept, or nothing.
pub struct WriteTx<'a> {
    tx: ReadTx<'a>,
    logs_change: bool,
}

impl<'a> ReadTx<'a> {
    pub(crate) fn new(statements: &'a mut (dyn Statements + 'a)) -> ReadTx<'a> {
        ReadTx { statements }
    }

    /// Whether PostgreSQL is behind it, for the few statements that differ.
    pub(crate) fn is_postgres(&self) -> bool {
        self.statements.engine() == Engine::Postgres
    }

    /// All rows of an answer. Give the statement a LIMIT unless what it finds is few by nature.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn rows(&mut self, sql: &'static str, params: &[&dyn Param]) -> Result<Vec<Row>, StoreError> {
        self.statements.rows(sql, params)
    }

    /// The first row of an answer.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn row(&mut self, sql: &'static str, params: &[&dyn Param]) -> Result<Option<Row>, StoreError> {
        self.statements.row(sql, params)
    }
}

impl<'a> WriteTx<'a> {
    pub(crate) fn new(tx: ReadTx<'a>) -> WriteTx<'a> {
        WriteTx { tx, logs_change: false }
    }

    /// Notes that it adds to the change log.
    pub(crate) fn note_change(&mut self) {
        self.logs_change = true;
    }

    /// Whether it adds to the change log.
    pub(crate) fn logs_change(&self) -> bool {
        self.logs_change
    }

    /// Changes rows, and says how many.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn execute(&mut self, sql: &'static str, params: &[&dyn Param]) -> Result<u64, StoreError> {
        self.tx.statements.execute(sql, params)
    }
}

impl<'a> Deref for WriteTx<'a> {
    type Target = ReadTx<'a>;

    fn deref(&self) -> &ReadTx<'a> {
        &self.tx
    }
}

impl DerefMut for WriteTx<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.tx
    }
}
