//! Listing principals.

use tegata_store::principals::{self, Principal};

use super::PRINCIPALS_MAX;
use crate::{Caller, Error, Instance};

/// The principals of the caller's account, by name. An account has few, so there are no pages.
///
/// # Errors
/// When the store fails.
pub async fn list(instance: &Instance, caller: &Caller) -> Result<Vec<Principal>, Error> {
    caller.may("tegata:ListPrincipals")?;
    let account = caller.account().clone();
    instance.read(move |tx| Ok(principals::list(tx, &account, PRINCIPALS_MAX)?)).await
}
