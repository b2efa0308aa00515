//! What goes into a statement and comes out of it, the same on both back ends.

use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::StoreError;

/// A value in a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// None.
    Null,
    /// Whole numbers, booleans as 0 and 1, times as microseconds since 1970.
    Integer(i64),
    /// Text, and JSON as text.
    Text(String),
    /// Bytes; UUIDs as 16 of them.
    Blob(Vec<u8>),
}

/// A value on its way into a statement.
#[derive(Debug)]
pub enum ValueRef<'a> {
    /// None.
    Null,
    /// See [`Value::Integer`].
    Integer(i64),
    /// See [`Value::Text`].
    Text(std::borrow::Cow<'a, str>),
    /// See [`Value::Blob`].
    Blob(&'a [u8]),
}

/// What can be a statement's parameter.
pub trait Param {
    /// The column's value.
    fn value(&self) -> ValueRef<'_>;
}

/// What can be read out of a column.
pub trait FromColumn: Sized {
    /// The value's meaning.
    ///
    /// # Errors
    /// When the column holds something else.
    fn from_column(value: &Value) -> Result<Self, StoreError>;
}

/// A document kept as JSON text.
#[derive(Debug, Clone)]
pub struct Json<T>(pub T);

/// One row of an answer.
#[derive(Debug, Clone)]
pub struct Row {
    values: Vec<Value>,
    /// The statement that it answers, to say where a value that cannot be read lies.
    sql: &'static str,
}

impl Row {
    pub(crate) fn new(values: Vec<Value>, sql: &'static str) -> Row {
        Row { values, sql }
    }

    /// The column at `index`, counted from 0.
    ///
    /// # Errors
    /// When the column holds something else than a `T`; the error names table, column and row.
    pub fn get<T: FromColumn>(&self, index: usize) -> Result<T, StoreError> {
        let value =
            self.values.get(index).ok_or_else(|| StoreError::corrupt("a row with too few columns"))?;
        T::from_column(value).map_err(|error| StoreError::corrupt(self.place(index, &error.detail())))
    }

    /// What `parse` makes of the column at `index`, counted from 0. `wanted` says in an error what should be there.
    ///
    /// # Errors
    /// When the column holds something else; the error names table, column and row.
    pub fn parse<V: FromColumn, T>(
        &self,
        index: usize,
        wanted: &str,
        parse: impl FnOnce(V) -> Option<T>,
    ) -> Result<T, StoreError> {
        parse(self.get(index)?)
            .ok_or_else(|| StoreError::corrupt(self.place(index, &format!("{wanted} should be there"))))
    }

    /// Where a value lies: the table and column that the statement names, and the row by its first column.
    fn place(&self, index: usize, fault: &str) -> String {
        let (columns, table) = names(self.sql);
        let column = columns.get(index).copied().unwrap_or("?");
        let row = match self.values.first() {
            Some(Value::Integer(number)) => number.to_string(),
            Some(Value::Text(text)) if index != 0 => text.chars().take(80).collect(),
            Some(Value::Blob(bytes)) if bytes.len() == 16 => {
                Uuid::from_slice(bytes).map_or_else(|_| "?".to_owned(), |id| id.to_string())
            }
            _ => "?".to_owned(),
        };
        format!("table {table}, column {column}, row {row}: {fault}")
    }
}

/// The columns that a statement answers with, as it names them, and the first table that it names.
fn names(sql: &str) -> (Vec<&str>, &str) {
    let after = |text: &'static str| sql.split_once(text).map(|(_, after)| after);
    let word = |text: &'_ str| -> usize { text.find([' ', '(']).unwrap_or(text.len()) };
    let table = [" FROM ", "INSERT INTO ", "UPDATE ", "DELETE FROM "].into_iter().find_map(after);
    let table = table.map_or("?", |rest| &rest[..word(rest)]);
    let list = match after("RETURNING ") {
        Some(list) => list,
        None => after("SELECT ").map_or("", |rest| rest.split_once(" FROM ").map_or(rest, |(list, _)| list)),
    };
    let (mut columns, mut depth, mut from) = (Vec::new(), 0, 0);
    for (at, letter) in list.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                columns.push(list[from..at].trim());
                from = at + 1;
            }
            _ => {}
        }
    }
    columns.push(list[from..].trim());
    (columns, table)
}

/// Parameters of a statement: `params![id, name]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$(&$value as &dyn $crate::Param),*] };
}

impl<T: Param + ?Sized> Param for &T {
    fn value(&self) -> ValueRef<'_> {
        (**self).value()
    }
}

impl<T: Param> Param for Option<T> {
    fn value(&self) -> ValueRef<'_> {
        self.as_ref().map_or(ValueRef::Null, Param::value)
    }
}

impl Param for i64 {
    fn value(&self) -> ValueRef<'_> {
        ValueRef::Integer(*self)
    }
}

impl Param for u32 {
    fn value(&self) -> ValueRef<'_> {
        ValueRef::Integer(i64::from(*self))
    }
}

impl Param for bool {
    fn value(&self) -> ValueRef<'_> {
        ValueRef::Integer(i64::from(*self))
    }
}

impl Param for str {
    fn value(&self) -> ValueRef<'_> {
        ValueRef::Text(self.into())
    }
}

impl Param for String {
    fn value(&self) -> ValueRef<'_> {
        ValueRef::Text(self.into())
    }
}

impl Param for [u8] {
    fn value(&self) -> ValueRef<'_> {
        ValueRef::Blob(self)
    }
}

impl Param for Vec<u8> {
    fn value(&self) -> ValueRef<'_> {
        ValueRef::Blob(self)
    }
}

impl<const N: usize> Param for [u8; N] {
    fn value(&self) -> ValueRef<'_> {
        ValueRef::Blob(self)
    }
}

impl Param for Uuid {
    fn value(&self) -> ValueRef<'_> {
        ValueRef::Blob(self.as_bytes())
    }
}

impl Param for Timestamp {
    fn value(&self) -> ValueRef<'_> {
        ValueRef::Integer(self.as_microsecond())
    }
}

impl<T: Serialize> Json<T> {
    /// The document's text, as a column keeps it.
    pub(crate) fn text(&self) -> String {
        // Documents are our own structs with string keys: they always have a JSON form.
        serde_json::to_string(&self.0).unwrap_or_else(|_| "null".to_owned())
    }
}

impl<T: Serialize> Param for Json<T> {
    fn value(&self) -> ValueRef<'_> {
        ValueRef::Text(self.text().into())
    }
}

fn unexpected<T>(wanted: &str, found: &Value) -> Result<T, StoreError> {
    let kind = match found {
        Value::Null => "nothing",
        Value::Integer(_) => "a number",
        Value::Text(_) => "text",
        Value::Blob(_) => "bytes",
    };
    Err(StoreError::corrupt(format!("a column with {kind} where {wanted} should be")))
}

fn text(value: &Value) -> Result<&str, StoreError> {
    match value {
        Value::Text(text) => Ok(text),
        other => unexpected("text", other),
    }
}

fn bytes(value: &Value) -> Result<&[u8], StoreError> {
    match value {
        Value::Blob(bytes) => Ok(bytes),
        other => unexpected("bytes", other),
    }
}

impl<T: FromColumn> FromColumn for Option<T> {
    fn from_column(value: &Value) -> Result<Option<T>, StoreError> {
        match value {
            Value::Null => Ok(None),
            value => T::from_column(value).map(Some),
        }
    }
}

impl FromColumn for i64 {
    fn from_column(value: &Value) -> Result<i64, StoreError> {
        match value {
            Value::Integer(number) => Ok(*number),
            other => unexpected("a number", other),
        }
    }
}

impl FromColumn for u32 {
    fn from_column(value: &Value) -> Result<u32, StoreError> {
        i64::from_column(value)?.try_into().map_err(StoreError::corrupt)
    }
}

impl FromColumn for bool {
    fn from_column(value: &Value) -> Result<bool, StoreError> {
        i64::from_column(value).map(|number| number != 0)
    }
}

impl FromColumn for String {
    fn from_column(value: &Value) -> Result<String, StoreError> {
        text(value).map(str::to_owned)
    }
}

impl FromColumn for Vec<u8> {
    fn from_column(value: &Value) -> Result<Vec<u8>, StoreError> {
        bytes(value).map(<[u8]>::to_vec)
    }
}

impl FromColumn for Uuid {
    fn from_column(value: &Value) -> Result<Uuid, StoreError> {
        Uuid::from_slice(bytes(value)?).map_err(StoreError::corrupt)
    }
}

impl FromColumn for Timestamp {
    fn from_column(value: &Value) -> Result<Timestamp, StoreError> {
        Timestamp::from_microsecond(i64::from_column(value)?).map_err(StoreError::corrupt)
    }
}

impl<T: DeserializeOwned> FromColumn for Json<T> {
    fn from_column(value: &Value) -> Result<Json<T>, StoreError> {
        serde_json::from_str(text(value)?).map(Json).map_err(StoreError::corrupt)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_cannot_be_read_is_named_by_table_column_and_row() {
        let sql = "SELECT id, coalesce(state, 'x'), body FROM certificates WHERE id = ?1";
        let row = Row::new(vec![Value::Integer(7), Value::Text("on".to_owned()), Value::Null], sql);
        let why = row.get::<Json<Vec<u8>>>(2).expect_err("nothing is there").to_string();
        assert!(why.contains("table certificates, column body, row 7: "), "{why}");
        let why = row.get::<u32>(1).expect_err("it is text").to_string();
        assert!(why.contains("column coalesce(state, 'x')"), "{why}");
        let why = row
            .parse(1, "a number", |text: String| text.parse::<u8>().ok())
            .expect_err("no number")
            .to_string();
        assert!(why.contains("row 7: a number should be there"), "{why}");
        let sql = "UPDATE jobs SET attempt = ?1 WHERE kind = ?2 RETURNING body, attempt";
        let row = Row::new(vec![Value::Text("{".to_owned()), Value::Null], sql);
        let why = row.get::<Json<Vec<u8>>>(0).expect_err("half a document").to_string();
        assert!(why.contains("table jobs, column body, row ?: "), "{why}");
    }
}
