//! A transaction's statements on their way to PostgreSQL and back.

use tokio::runtime::Handle;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type};

use super::connection::Connection;
use crate::StoreError;
use crate::statements::{Engine, Statements};
use crate::value::{Param, Row, Value, ValueRef};

/// A transaction in progress.
pub(crate) struct Session<'a> {
    pub(super) connection: &'a mut Connection,
    pub(super) handle: &'a Handle,
    pub(super) met: &'a mut Met,
}

/// What went wrong in a transaction. The body may dress it up as an error of its own, or miss it.
#[derive(Default)]
pub(super) struct Met {
    /// The first fault that is not the body's to decide about.
    pub(super) fault: Option<StoreError>,
    /// Whether any statement failed: PostgreSQL then rolls back what it is told to commit.
    pub(super) has_failed: bool,
}

impl Statements for Session<'_> {
    fn engine(&self) -> Engine {
        Engine::Postgres
    }

    fn rows(&mut self, sql: &'static str, params: &[&dyn Param]) -> Result<Vec<Row>, StoreError> {
        let bound = bound(params);
        let found = self.handle.block_on(self.connection.query(sql, &bound));
        let found = self.noted(found)?;
        found.iter().map(|row| read(row, sql)).collect()
    }

    fn execute(&mut self, sql: &'static str, params: &[&dyn Param]) -> Result<u64, StoreError> {
        let bound = bound(params);
        let done = self.handle.block_on(self.connection.execute(sql, &bound));
        self.noted(done)
    }
}

impl Session<'_> {
    fn noted<T>(&mut self, done: Result<T, StoreError>) -> Result<T, StoreError> {
        if let Err(error) = &done {
            self.met.has_failed = true;
            if error.unavailable().is_some() {
                self.met.fault.get_or_insert_with(|| error.for_another());
            }
        }
        done
    }
}

fn bound<'a>(params: &'a [&dyn Param]) -> Vec<Bound<'a>> {
    params.iter().map(|param| Bound(param.value())).collect()
}

/// A value on its way to PostgreSQL.
#[derive(Debug)]
pub(super) struct Bound<'a>(ValueRef<'a>);

impl Bound<'_> {
    /// The type to send it as where the statement was not prepared. PostgreSQL finds that of a NULL by itself.
    pub(super) fn kind(&self) -> Type {
        match &self.0 {
            ValueRef::Null => Type::UNKNOWN,
            ValueRef::Integer(_) => Type::INT8,
            ValueRef::Text(_) => Type::TEXT,
            ValueRef::Blob(_) => Type::BYTEA,
        }
    }
}

impl ToSql for Bound<'_> {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut bytes::BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match &self.0 {
            ValueRef::Null => Ok(IsNull::Yes),
            ValueRef::Integer(number) if *kind == Type::INT4 => i32::try_from(*number)?.to_sql(kind, out),
            ValueRef::Integer(number) => number.to_sql(kind, out),
            ValueRef::Text(text) => text.as_ref().to_sql(kind, out),
            ValueRef::Blob(bytes) => bytes.to_sql(kind, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    tokio_postgres::types::to_sql_checked!();
}

struct Column(Value);

impl<'a> FromSql<'a> for Column {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Column, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Column(match *kind {
            Type::INT8 => Value::Integer(i64::from_sql(kind, raw)?),
            Type::INT4 => Value::Integer(i32::from_sql(kind, raw)?.into()),
            Type::BOOL => Value::Integer(bool::from_sql(kind, raw)?.into()),
            Type::BYTEA => Value::Blob(raw.to_vec()),
            _ => Value::Text(std::str::from_utf8(raw)?.to_owned()),
        }))
    }

    fn from_sql_null(_: &Type) -> Result<Column, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Column(Value::Null))
    }

    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::INT8 | Type::INT4 | Type::BOOL | Type::BYTEA | Type::TEXT | Type::VARCHAR)
    }
}

fn read(row: &tokio_postgres::Row, sql: &'static str) -> Result<Row, StoreError> {
    let columns = 0..row.columns().len();
    let values = columns
        .map(|index| row.try_get::<_, Column>(index).map(|column| column.0).map_err(StoreError::from))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Row::new(values, sql))
}
