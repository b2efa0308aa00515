//! A connection with its prepared statements.

use std::cell::RefCell;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use rusqlite::types::{ToSqlOutput, Value as SqliteValue, ValueRef as SqliteRef};
use rusqlite::{Connection, PrepFlags, Statement, ToSql};

use crate::StoreError;
use crate::condition::Condition;
use crate::statements::{Engine, Statements};
use crate::value::{Param, Row, Value, ValueRef};

/// A connection and what was prepared on it, which is kept: there are no more texts than the program has.
pub(super) struct Session<'c> {
    pub(super) connection: &'c Connection,
    condition: &'c Condition,
    /// By where the text lies in the program: comparing whole texts would cost as much as running them.
    prepared: RefCell<HashMap<(*const u8, usize), Statement<'c>>>,
}

impl<'c> Session<'c> {
    pub(super) fn new(connection: &'c Connection, condition: &'c Condition) -> Session<'c> {
        Session { connection, condition, prepared: RefCell::default() }
    }

    /// Opens or ends a transaction.
    pub(super) fn control(&self, sql: &'static str) -> rusqlite::Result<()> {
        self.with(sql, |statement| statement.raw_execute().map(|_| ()))
    }

    fn with<T, E: From<rusqlite::Error>>(
        &self,
        sql: &'static str,
        run: impl FnOnce(&mut Statement<'c>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut prepared = self.prepared.borrow_mut();
        let statement = match prepared.entry((sql.as_ptr(), sql.len())) {
            Entry::Occupied(kept) => kept.into_mut(),
            Entry::Vacant(place) => {
                let flags = PrepFlags::SQLITE_PREPARE_PERSISTENT;
                place.insert(self.connection.prepare_with_flags(sql, flags)?)
            }
        };
        run(statement)
    }

    fn bound<T>(
        &self,
        sql: &'static str,
        params: &[&dyn Param],
        run: impl FnOnce(&mut Statement<'c>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        // SQLite rolls the transaction back by itself when the disk is full. A body that goes on as if nothing had
        // happened would then commit its further statements one by one.
        if self.connection.is_autocommit() {
            return Err(StoreError::rolled_back());
        }
        let done = self.with(sql, |statement| {
            if statement.parameter_count() != params.len() {
                return Err(StoreError::other("a statement with more or fewer parameters than values"));
            }
            for (index, param) in params.iter().enumerate() {
                statement.raw_bind_parameter(index + 1, Bound(param.value()))?;
            }
            let done = run(statement);
            // What was bound is a copy, and nothing to keep.
            statement.clear_bindings();
            done
        });
        // The body may dress it up as an error of its own.
        done.inspect_err(|error| self.condition.failed(error))
    }
}

impl Statements for &Session<'_> {
    fn engine(&self) -> Engine {
        Engine::Sqlite
    }

    fn rows(&mut self, sql: &'static str, params: &[&dyn Param]) -> Result<Vec<Row>, StoreError> {
        self.bound(sql, params, |statement| {
            let mut found = statement.raw_query();
            let mut rows = Vec::new();
            while let Some(row) = found.next()? {
                rows.push(read(row, sql)?);
            }
            Ok(rows)
        })
    }

    fn row(&mut self, sql: &'static str, params: &[&dyn Param]) -> Result<Option<Row>, StoreError> {
        self.bound(sql, params, |statement| {
            statement.raw_query().next()?.map(|row| read(row, sql)).transpose()
        })
    }

    fn execute(&mut self, sql: &'static str, params: &[&dyn Param]) -> Result<u64, StoreError> {
        self.bound(sql, params, |statement| Ok(statement.raw_execute()? as u64))
    }
}

struct Bound<'a>(ValueRef<'a>);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match &self.0 {
            ValueRef::Null => ToSqlOutput::Owned(SqliteValue::Null),
            ValueRef::Integer(number) => ToSqlOutput::Owned(SqliteValue::Integer(*number)),
            ValueRef::Text(text) => ToSqlOutput::Borrowed(SqliteRef::Text(text.as_bytes())),
            ValueRef::Blob(bytes) => ToSqlOutput::Borrowed(SqliteRef::Blob(bytes)),
        })
    }
}

fn read(row: &rusqlite::Row<'_>, sql: &'static str) -> Result<Row, StoreError> {
    let columns = row.as_ref().column_count();
    let mut values = Vec::with_capacity(columns);
    for index in 0..columns {
        values.push(match row.get_ref(index)? {
            SqliteRef::Null => Value::Null,
            SqliteRef::Integer(number) => Value::Integer(number),
            SqliteRef::Text(text) => {
                Value::Text(std::str::from_utf8(text).map_err(StoreError::corrupt)?.to_owned())
            }
            SqliteRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
            SqliteRef::Real(_) => return Err(StoreError::corrupt("a fractional number in a column")),
        });
    }
    Ok(Row::new(values, sql))
}
