//! Principals: the named users of an account.

use jiff::Timestamp;
use tegata_model::AccountId;
use tegata_model::access::PrincipalName;

use crate::{ReadTx, StoreError, WriteTx, params};

/// A principal as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// Unique in its account.
    pub name: PrincipalName,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Keeps a new principal; false when the account has one of that name.
///
/// # Errors
/// When the store fails.
pub fn insert(tx: &mut WriteTx<'_>, account: &AccountId, principal: &Principal) -> Result<bool, StoreError> {
    let inserted = tx.execute(
        "INSERT INTO principals (account, name, created_at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        params![account.as_str(), principal.name.as_str(), principal.created_at],
    )?;
    Ok(inserted > 0)
}

/// Whether an account has a principal of that name.
///
/// # Errors
/// When the store fails.
pub fn exists(tx: &mut ReadTx<'_>, account: &AccountId, name: &PrincipalName) -> Result<bool, StoreError> {
    let row = tx.row(
        "SELECT name FROM principals WHERE account = ?1 AND name = ?2",
        params![account.as_str(), name.as_str()],
    )?;
    Ok(row.is_some())
}

/// An account's principals by name, at most `limit`.
///
/// # Errors
/// When the store fails.
pub fn list(tx: &mut ReadTx<'_>, account: &AccountId, limit: u32) -> Result<Vec<Principal>, StoreError> {
    let rows = tx.rows(
        "SELECT name, created_at FROM principals WHERE account = ?1 ORDER BY name LIMIT ?2",
        params![account.as_str(), limit],
    )?;
    rows.iter()
        .map(|row| {
            let name =
                row.parse(0, "a principal's name", |text: String| PrincipalName::try_from(text).ok())?;
            Ok(Principal { name, created_at: row.get(1)? })
        })
        .collect()
}

/// Removes a principal; false when there was none. Its access keys are removed apart from it.
///
/// # Errors
/// When the store fails.
pub fn delete(tx: &mut WriteTx<'_>, account: &AccountId, name: &PrincipalName) -> Result<bool, StoreError> {
    let deleted = tx.execute(
        "DELETE FROM principals WHERE account = ?1 AND name = ?2",
        params![account.as_str(), name.as_str()],
    )?;
    Ok(deleted > 0)
}
