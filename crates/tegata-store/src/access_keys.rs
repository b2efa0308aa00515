//! Access keys: who may sign requests.

use jiff::Timestamp;
use tegata_model::AccountId;

use crate::{ReadTx, StoreError, WriteTx, params};

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
}

/// Keeps a new access key.
///
/// # Errors
/// When the store fails, or the identifier is taken.
pub fn insert(tx: &mut WriteTx<'_>, key: &AccessKey) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO access_keys (id, account, principal, sealed_secret, created_at) VALUES ($1, $2, $3, $4, $5)",
        params![key.id, key.account.as_str(), key.principal, key.sealed_secret, key.created_at],
    )?;
    Ok(())
}

/// Finds an access key by its public half.
///
/// # Errors
/// When the store fails.
pub fn find(tx: &mut ReadTx<'_>, id: &str) -> Result<Option<AccessKey>, StoreError> {
    let row = tx.row(
        "SELECT id, account, principal, sealed_secret, created_at FROM access_keys WHERE id = $1",
        params![id],
    )?;
    row.map(|row| {
        Ok(AccessKey {
            id: row.get(0)?,
            account: AccountId::try_from(row.get::<String>(1)?).map_err(StoreError::corrupt)?,
            principal: row.get(2)?,
            sealed_secret: row.get(3)?,
            created_at: row.get(4)?,
        })
    })
    .transpose()
}
