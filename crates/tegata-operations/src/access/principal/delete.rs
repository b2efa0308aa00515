//! Deleting a principal.

use tegata_model::access::PrincipalName;
use tegata_model::change::Change;
use tegata_store::{access_keys, principals, sessions};

use crate::{Caller, Error, Instance};

/// Deletes a principal with its access keys and sessions. Policies that name it stay, and hold for the next principal with its name.
///
/// # Errors
/// `name`, `no-such-principal`.
pub async fn delete(instance: &Instance, caller: &Caller, name: String) -> Result<(), Error> {
    caller.may("tegata:DeletePrincipal")?;
    let name = PrincipalName::try_from(name).map_err(|error| super::no_name(&error))?;
    let (account, now) = (caller.account().clone(), instance.clock.now());
    instance
        .write(move |tx| {
            access_keys::delete_of(tx, &account, name.as_str())?;
            sessions::delete_of(tx, &account, &name)?;
            if !principals::delete(tx, &account, &name)? {
                return Err(super::no_such(&name));
            }
            Ok(tx.record_change(&Change::Access(name.to_string()), now)?)
        })
        .await?;
    instance.access.keys_changed();
    Ok(())
}
