//! Listing policies.

use tegata_store::policies::{self, StoredPolicy};

use crate::{Caller, Error, Instance};

/// The policy documents of the caller's account, by name. An account has few, so there are no pages.
///
/// # Errors
/// When the store fails.
pub async fn list(instance: &Instance, caller: &Caller) -> Result<Vec<StoredPolicy>, Error> {
    caller.may("tegata:ListPolicies")?;
    let account = caller.account().clone();
    instance.read(move |tx| Ok(policies::list(tx, &account, super::documents_max())?)).await
}
