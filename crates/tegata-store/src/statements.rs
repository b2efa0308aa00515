//! What a back end does for a transaction: it runs statements.

use crate::StoreError;
use crate::value::{Param, Row};

/// Which database runs the statements, for the few that differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    /// The embedded store.
    Sqlite,
    /// PostgreSQL, or what speaks its protocol.
    Postgres,
}

/// What runs the statements of one transaction.
pub(crate) trait Statements {
    fn engine(&self) -> Engine;

    /// All rows of an answer.
    fn rows(&mut self, sql: &'static str, params: &[&dyn Param]) -> Result<Vec<Row>, StoreError>;

    /// The first row of an answer.
    fn row(&mut self, sql: &'static str, params: &[&dyn Param]) -> Result<Option<Row>, StoreError> {
        Ok(self.rows(sql, params)?.into_iter().next())
    }

    /// Changes rows, and says how many.
    fn execute(&mut self, sql: &'static str, params: &[&dyn Param]) -> Result<u64, StoreError>;
}
