//! Deleting a policy document.

use tegata_model::change::Change;
use tegata_store::policies;

use crate::{Caller, Error, Instance};

/// Deletes a policy document. Holds as soon as putting one does.
///
/// # Errors
/// `name`, `no-such-policy`.
pub async fn delete(instance: &Instance, caller: &Caller, name: String) -> Result<(), Error> {
    caller.may("tegata:DeletePolicy")?;
    let name = super::named(name)?;
    let (account, now, revision) =
        (caller.account().clone(), instance.clock.now(), super::revision(instance));
    instance
        .write(move |tx| {
            if !policies::delete(tx, &account, &name, &revision)? {
                return Err(super::no_such(&name));
            }
            Ok(tx.record_change(&Change::Access(name.to_string()), now)?)
        })
        .await?;
    instance.access.policies_changed();
    Ok(())
}
