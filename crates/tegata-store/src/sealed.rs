//! Sealed columns: all places in the store that hold what a key-encryption key has sealed. A key retires once nothing
//! in them is under it. The certificate of the API's own server is not among them: another is made when the newest key
//! has not sealed its key.

use tegata_model::certificate::Serial;
use tegata_model::{AuthorityId, CertificateId, MailId, WebhookId};
use uuid::Uuid;

use crate::seal::{SealError, Sealer};
use crate::value::{Param, ValueRef};
use crate::{FromColumn, ReadTx, Row, StoreError, Value, WriteTx};
use crate::{access_keys, authorities, certificates, mails, params, rotating_keys, sessions, webhooks};

/// A column whose values are sealed.
pub struct SealedColumn {
    /// The table that it is in.
    pub table: &'static str,
    /// Its name.
    pub column: &'static str,
    count: &'static str,
    page: &'static str,
    update: &'static str,
    /// Where the value of a row is sealed to. The row has the key, the value, and what else decides the place.
    place: fn(&Row) -> Result<String, StoreError>,
    /// Sorts before all keys.
    before_all: Key,
}

/// The key of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Key {
    Text(String),
    Bytes(Vec<u8>),
}

impl Param for Key {
    fn value(&self) -> ValueRef<'_> {
        match self {
            Key::Text(text) => text.value(),
            Key::Bytes(bytes) => bytes.value(),
        }
    }
}

impl FromColumn for Key {
    fn from_column(value: &Value) -> Result<Key, StoreError> {
        match value {
            Value::Text(text) => Ok(Key::Text(text.clone())),
            other => Vec::from_column(other).map(Key::Bytes),
        }
    }
}

// A sealed value says at octets 2 to 9 which key has sealed it.
macro_rules! column {
    ($table:literal, $column:literal, $key:literal, $more:literal, $before_all:expr, $place:expr) => {
        SealedColumn {
            table: $table,
            column: $column,
            count: concat!(
                "SELECT COUNT(*) FROM ",
                $table,
                " WHERE ",
                $column,
                " IS NOT NULL AND substr(",
                $column,
                ", 2, 8) <> ?1"
            ),
            page: concat!(
                "SELECT ",
                $key,
                ", ",
                $column,
                ", ",
                $more,
                " FROM ",
                $table,
                " WHERE ",
                $column,
                " IS NOT NULL AND substr(",
                $column,
                ", 2, 8) <> ?1 AND ",
                $key,
                " > ?2 ORDER BY ",
                $key,
                " LIMIT ?3"
            ),
            update: concat!(
                "UPDATE ",
                $table,
                " SET ",
                $column,
                " = ?1 WHERE ",
                $key,
                " = ?2 AND ",
                $column,
                " = ?3"
            ),
            place: $place,
            before_all: $before_all,
        }
    };
}

const TEXT: Key = Key::Text(String::new());
const BYTES: Key = Key::Bytes(Vec::new());

/// Every sealed column. A test compares it with the tables.
pub static COLUMNS: [SealedColumn; 9] = [
    column!("access_keys", "sealed_secret", "id", "0", TEXT, |row| {
        Ok(access_keys::secret_place(&row.get::<String>(0)?))
    }),
    column!("authorities", "sealed_key", "id", "0", BYTES, |row| {
        Ok(authorities::key_place(AuthorityId(row.get(0)?)))
    }),
    column!("certificate_versions", "sealed_key", "serial", "0", BYTES, |row| {
        let serial = row.parse(0, "a serial number", |octets: Vec<u8>| Serial::from_octets(&octets))?;
        Ok(certificates::versions::key_place(serial))
    }),
    column!("certificate_imports", "sealed_key", "certificate_id", "number", BYTES, |row| {
        Ok(certificates::imports::key_place(CertificateId(row.get(0)?), row.get(2)?))
    }),
    column!("key_pool", "sealed_key", "id", "0", BYTES, |row| {
        Ok(certificates::key_pool::place(row.get(0)?))
    }),
    column!("mails", "sealed_body", "id", "0", BYTES, |row| { Ok(mails::body_place(MailId(row.get(0)?))) }),
    column!("rotating_keys", "sealed_key", "id", "0", BYTES, |row| Ok(rotating_keys::place(row.get(0)?))),
    column!("sessions", "sealed_secret", "id", "0", TEXT, |row| {
        Ok(sessions::secret_place(&row.get::<String>(0)?))
    }),
    column!("webhooks", "sealed_secret", "id", "0", TEXT, |row| {
        let id = row.parse(0, "an identifier", |text: String| Uuid::parse_str(&text).ok())?;
        Ok(webhooks::secret_place(WebhookId(id)))
    }),
];

/// The names of sealed values among the small ones of `meta`; each is also the place that it is sealed to.
pub const META: [&str; 1] = ["instance-secret"];

/// How many values another key than `newest` has sealed. Reads every sealed column.
///
/// # Errors
/// When the store fails.
pub fn count_under_others(tx: &mut ReadTx<'_>, sealer: &Sealer) -> Result<u64, StoreError> {
    let newest = sealer.newest();
    let mut count = 0;
    for column in &COLUMNS {
        let row = tx.row(column.count, params![newest])?;
        count += row.map_or(Ok(0), |row| row.get::<i64>(0))?.unsigned_abs();
    }
    for name in META {
        let value = crate::meta::find(tx, name)?;
        count += u64::from(value.is_some_and(|value| !sealer.is_newest(&value)));
    }
    Ok(count)
}

/// How far a walk through all sealed columns has come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Walk {
    column: usize,
    after: Option<Key>,
}

/// What a step of a walk did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// How many values are under the newest key now.
    pub resealed: u64,
    /// Values that no key at hand opens, by where they are.
    pub unopened: Vec<String>,
    /// Where to go on; `None` at the end.
    pub next: Option<Walk>,
}

/// Seals anew under the newest key, at most `limit` values of one column.
///
/// # Errors
/// When the store fails.
pub fn reseal(tx: &mut WriteTx<'_>, sealer: &Sealer, walk: &Walk, limit: u32) -> Result<Step, StoreError> {
    let mut step = Step { resealed: 0, unopened: Vec::new(), next: None };
    let Some(column) = COLUMNS.get(walk.column) else {
        for name in META {
            if let Some(sealed) = crate::meta::find(tx, name)?.filter(|sealed| !sealer.is_newest(sealed))
                && let Some(anew) = step.open(sealer, name, &sealed)
            {
                crate::meta::put(tx, name, &anew)?;
                step.resealed += 1;
            }
        }
        return Ok(step);
    };
    let after = walk.after.as_ref().unwrap_or(&column.before_all);
    let rows = tx.rows(column.page, params![sealer.newest(), after, limit])?;
    for row in &rows {
        let sealed: Vec<u8> = row.get(1)?;
        if let Some(anew) = step.open(sealer, &(column.place)(row)?, &sealed) {
            // Not when somebody has changed or taken it meanwhile.
            step.resealed += tx.execute(column.update, params![anew, row.get::<Key>(0)?, sealed])?;
        }
    }
    step.next = Some(match rows.last() {
        Some(last) if rows.len() == limit as usize => Walk { column: walk.column, after: Some(last.get(0)?) },
        _ => Walk { column: walk.column + 1, after: None },
    });
    Ok(step)
}

impl Step {
    fn open(&mut self, sealer: &Sealer, place: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        match sealer.reseal(place, sealed) {
            Ok(anew) => Some(anew),
            Err(error @ (SealError::OtherKey(_) | SealError::Damaged)) => {
                self.unopened.push(format!("{place}: {error}"));
                None
            }
            // The others are about files of keys.
            Err(error) => {
                self.unopened.push(error.to_string());
                None
            }
        }
    }
}
