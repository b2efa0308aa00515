//! Statements on an SQLite connection.

use rusqlite::types::{ToSqlOutput, Value as SqliteValue, ValueRef as SqliteRef};
use rusqlite::{CachedStatement, Connection, ToSql};

use crate::StoreError;
use crate::value::{Param, Row, Value, ValueRef};

pub(crate) fn rows(
    connection: &Connection,
    sql: &'static str,
    params: &[&dyn Param],
) -> Result<Vec<Row>, StoreError> {
    let mut statement = prepare(connection, sql, params)?;
    let mut found = statement.raw_query();
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        rows.push(read(row)?);
    }
    Ok(rows)
}

pub(crate) fn row(
    connection: &Connection,
    sql: &'static str,
    params: &[&dyn Param],
) -> Result<Option<Row>, StoreError> {
    let mut statement = prepare(connection, sql, params)?;
    let mut found = statement.raw_query();
    found.next()?.map(read).transpose()
}

pub(crate) fn execute(
    connection: &Connection,
    sql: &'static str,
    params: &[&dyn Param],
) -> Result<u64, StoreError> {
    let changed = prepare(connection, sql, params)?.raw_execute()?;
    Ok(changed as u64)
}

fn prepare<'c>(
    connection: &'c Connection,
    sql: &'static str,
    params: &[&dyn Param],
) -> Result<CachedStatement<'c>, StoreError> {
    // SQLite rolls the transaction back by itself when the disk is full. A body that goes on as if nothing had
    // happened would then commit its further statements one by one.
    if connection.is_autocommit() {
        return Err(StoreError::rolled_back());
    }
    let mut statement = connection.prepare_cached(sql)?;
    if statement.parameter_count() != params.len() {
        return Err(StoreError::other("a statement with more or fewer parameters than values"));
    }
    for (index, param) in params.iter().enumerate() {
        statement.raw_bind_parameter(index + 1, Bound(param.value()))?;
    }
    Ok(statement)
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

fn read(row: &rusqlite::Row<'_>) -> Result<Row, StoreError> {
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
    Ok(Row(values))
}
