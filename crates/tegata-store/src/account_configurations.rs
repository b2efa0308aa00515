//! What accounts have decided about their certificates, by region.

use jiff::Timestamp;
use tegata_model::Tenant;
use tegata_model::account_configuration::AccountConfiguration;

use crate::{ReadTx, StoreError, WriteTx, params};

/// A decision, and the token it was made with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The decision.
    pub configuration: AccountConfiguration,
    /// The token of the request that made it.
    pub token: String,
    /// Until when that token stands for that request.
    pub token_until: Timestamp,
}

/// What a tenant has decided, if anything.
///
/// # Errors
/// When the store fails.
pub fn find(tx: &mut ReadTx<'_>, tenant: &Tenant) -> Result<Option<Decided>, StoreError> {
    let row = tx.row(
        "SELECT days_before_expiry, token, token_until FROM account_configurations \
         WHERE account = ?1 AND region = ?2",
        params![tenant.account.as_str(), tenant.region.as_str()],
    )?;
    row.map(|row| {
        let configuration = AccountConfiguration { days_before_expiry: row.get(0)? };
        Ok(Decided { configuration, token: row.get(1)?, token_until: row.get(2)? })
    })
    .transpose()
}

/// Keeps what a tenant has decided, in place of what it had before.
///
/// # Errors
/// When the store fails.
pub fn put(tx: &mut WriteTx<'_>, tenant: &Tenant, decided: &Decided) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO account_configurations (account, region, days_before_expiry, token, token_until) \
         VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (account, region) DO UPDATE \
         SET days_before_expiry = excluded.days_before_expiry, token = excluded.token, \
         token_until = excluded.token_until",
        params![
            tenant.account.as_str(),
            tenant.region.as_str(),
            decided.configuration.days_before_expiry,
            decided.token,
            decided.token_until
        ],
    )?;
    Ok(())
}

/// The most days that any tenant has decided on; `None` when none has.
///
/// # Errors
/// When the store fails.
pub fn most_days(tx: &mut ReadTx<'_>) -> Result<Option<u32>, StoreError> {
    let row = tx.row("SELECT MAX(days_before_expiry) FROM account_configurations", params![])?;
    row.map_or(Ok(None), |row| row.get(0))
}
