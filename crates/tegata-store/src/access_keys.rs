//! Access keys: who may sign requests.

use jiff::Timestamp;
use tegata_model::AccountId;

use crate::{ReadTx, Row, StoreError, WriteTx, params};

/// Whether a key opens the gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyState {
    /// It does.
    Active,
    /// It does not, until it is made active again.
    Inactive,
}

impl KeyState {
    /// The name kept in the store.
    fn as_str(self) -> &'static str {
        match self {
            KeyState::Active => "active",
            KeyState::Inactive => "inactive",
        }
    }
}

/// An access key as stored.
pub struct AccessKey {
    /// The public half, such as `AKIA…`.
    pub id: String,
    /// For which account.
    pub account: AccountId,
    /// Who signs with it; `root` owns the account.
    pub principal: String,
    /// The secret half, sealed.
    pub sealed_secret: Vec<u8>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Whether it opens the gate.
    pub state: KeyState,
}

/// What the secret half is sealed to: its place for [`Sealer`](crate::Sealer).
#[must_use]
pub fn secret_place(id: &str) -> String {
    format!("access-key/{id}")
}

/// Keeps a new access key.
///
/// # Errors
/// When the store fails, or the identifier is taken.
pub fn insert(tx: &mut WriteTx<'_>, key: &AccessKey) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO access_keys (id, account, principal, sealed_secret, created_at, state) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            key.id,
            key.account.as_str(),
            key.principal,
            key.sealed_secret,
            key.created_at,
            key.state.as_str()
        ],
    )?;
    Ok(())
}

/// Finds an access key by its public half, whatever its state.
///
/// # Errors
/// When the store fails.
pub fn find(tx: &mut ReadTx<'_>, id: &str) -> Result<Option<AccessKey>, StoreError> {
    let row = tx.row(
        "SELECT id, account, principal, sealed_secret, created_at, state FROM access_keys WHERE id = ?1",
        params![id],
    )?;
    row.as_ref().map(read).transpose()
}

/// The access keys of a principal, the oldest first, at most `limit`.
///
/// # Errors
/// When the store fails.
pub fn list(
    tx: &mut ReadTx<'_>,
    account: &AccountId,
    principal: &str,
    limit: u32,
) -> Result<Vec<AccessKey>, StoreError> {
    let rows = tx.rows(
        "SELECT id, account, principal, sealed_secret, created_at, state FROM access_keys \
         WHERE account = ?1 AND principal = ?2 ORDER BY created_at, id LIMIT ?3",
        params![account.as_str(), principal, limit],
    )?;
    rows.iter().map(read).collect()
}

/// Gives a key another state.
///
/// # Errors
/// When the store fails.
pub fn set_state(tx: &mut WriteTx<'_>, id: &str, state: KeyState) -> Result<(), StoreError> {
    tx.execute("UPDATE access_keys SET state = ?1 WHERE id = ?2", params![state.as_str(), id])?;
    Ok(())
}

/// Removes a key.
///
/// # Errors
/// When the store fails.
pub fn delete(tx: &mut WriteTx<'_>, id: &str) -> Result<(), StoreError> {
    tx.execute("DELETE FROM access_keys WHERE id = ?1", params![id])?;
    Ok(())
}

/// Removes all keys of a principal.
///
/// # Errors
/// When the store fails.
pub fn delete_of(tx: &mut WriteTx<'_>, account: &AccountId, principal: &str) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM access_keys WHERE account = ?1 AND principal = ?2",
        params![account.as_str(), principal],
    )?;
    Ok(())
}

fn read(row: &Row) -> Result<AccessKey, StoreError> {
    let state: String = row.get(5)?;
    Ok(AccessKey {
        id: row.get(0)?,
        account: row.parse(1, "an account", |text: String| AccountId::try_from(text).ok())?,
        principal: row.get(2)?,
        sealed_secret: row.get(3)?,
        created_at: row.get(4)?,
        // What is not known to be active does not open the gate.
        state: if state == KeyState::Active.as_str() { KeyState::Active } else { KeyState::Inactive },
    })
}
