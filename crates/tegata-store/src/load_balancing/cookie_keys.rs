//! Keys of stickiness cookies, sealed.

use jiff::Timestamp;
use tegata_model::load_balancing::cookie_key::CookieKey;

use crate::{ReadTx, StoreError, WriteTx, params};

/// Where a key is sealed to: its place for [`Sealer`](crate::Sealer).
#[must_use]
pub fn place(id: u32) -> String {
    format!("cookie-key/{id:08x}")
}

/// Saves a new key, sealed to [`place`].
///
/// # Errors
/// When the store fails.
pub fn insert(tx: &mut WriteTx<'_>, key: &CookieKey, sealed_key: &[u8]) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO cookie_keys (id, begins_at, sealed_key) VALUES (?1, ?2, ?3)",
        params![format!("{:08x}", key.id), key.begins_at, sealed_key],
    )?;
    Ok(())
}

/// Deletes the keys that began before a time.
///
/// # Errors
/// When the store fails.
pub fn delete_before(tx: &mut WriteTx<'_>, begins_at: Timestamp) -> Result<(), StoreError> {
    tx.execute("DELETE FROM cookie_keys WHERE begins_at < ?1", params![begins_at])?;
    Ok(())
}

/// All keys, each with its sealed octets; there are few.
///
/// # Errors
/// When the store fails.
pub fn list(tx: &mut ReadTx<'_>) -> Result<Vec<(CookieKey, Vec<u8>)>, StoreError> {
    let rows =
        tx.rows("SELECT id, begins_at, sealed_key FROM cookie_keys ORDER BY begins_at, id", params![])?;
    rows.iter()
        .map(|row| {
            let id = row.parse(0, "a key's number", |text: String| u32::from_str_radix(&text, 16).ok())?;
            Ok((CookieKey { id, begins_at: row.get(1)? }, row.get(2)?))
        })
        .collect()
}
