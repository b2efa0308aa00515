//! Showing a policy document.

use tegata_store::policies::{self, StoredPolicy};

use crate::{Caller, Error, Instance};

/// A policy document of the caller's account.
///
/// # Errors
/// `name`, `no-such-policy`.
pub async fn show(instance: &Instance, caller: &Caller, name: String) -> Result<StoredPolicy, Error> {
    caller.may("tegata:GetPolicy")?;
    let name = super::named(name)?;
    let account = caller.account().clone();
    instance.read(move |tx| policies::find(tx, &account, &name)?.ok_or_else(|| super::no_such(&name))).await
}
