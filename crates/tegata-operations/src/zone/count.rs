//! `GetHostedZoneCount`, and the count for the limits that are about it.

use tegata_store::zones;

use crate::{Caller, Error, Instance};

/// How many zones the account has.
///
/// # Errors
/// When the caller may not.
pub async fn count(instance: &Instance, caller: &Caller) -> Result<i64, Error> {
    count_for(instance, caller, "route53:GetHostedZoneCount").await
}

/// How many zones the account has, for another action that says so.
///
/// # Errors
/// When the caller may not.
pub async fn count_for(instance: &Instance, caller: &Caller, action: &str) -> Result<i64, Error> {
    caller.may(action)?;
    let account = caller.account().clone();
    instance.read(move |tx| Ok(zones::count(tx, &account)?)).await
}
