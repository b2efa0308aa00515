//! Showing an account's configuration.

use tegata_model::account_configuration::AccountConfiguration;
use tegata_store::account_configurations;

use crate::{Caller, Error, Instance};

/// What the caller's account has decided, or what holds for who has decided nothing.
///
/// # Errors
/// When the store fails.
pub async fn show(instance: &Instance, caller: &Caller) -> Result<AccountConfiguration, Error> {
    caller.may("acm:GetAccountConfiguration")?;
    let tenant = caller.tenant.clone();
    let decided = instance.read(move |tx| Ok::<_, Error>(account_configurations::find(tx, &tenant)?)).await?;
    Ok(decided.map(|decided| decided.configuration).unwrap_or_default())
}
