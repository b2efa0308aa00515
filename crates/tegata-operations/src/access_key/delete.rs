//! Deleting an access key.

use tegata_store::access_keys;

use crate::{Caller, Error, Instance};

/// Deletes a principal's access key for good. Holds as soon as disabling it does.
///
/// # Errors
/// `no-such-access-key`, `owners-access-key`.
pub async fn delete(instance: &Instance, caller: &Caller, id: String) -> Result<(), Error> {
    caller.may("tegata:DeleteAccessKey")?;
    let account = caller.account().clone();
    instance
        .write(move |tx| {
            super::of_a_principal(tx, &account, &id)?;
            Ok::<_, Error>(access_keys::delete(tx, &id)?)
        })
        .await?;
    instance.access.keys_changed();
    Ok(())
}
