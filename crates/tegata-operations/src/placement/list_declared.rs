//! Listing declared hops.

use tegata_model::placement::DeclaredHop;
use tegata_store::declared_hops;

use crate::{Caller, Error, Instance};

/// The caller's declared hops by name: all of them, since their number is limited.
///
/// # Errors
/// When the store fails.
pub async fn list_declared(instance: &Instance, caller: &Caller) -> Result<Vec<DeclaredHop>, Error> {
    caller.may("tegata:ListDeclaredHops")?;
    let tenant = caller.tenant.clone();
    instance.read(move |tx| Ok(declared_hops::list(tx, &tenant)?)).await
}
