//! Deleting an access key.

use tegata_model::change::Change;
use tegata_store::access_keys;

use super::subject;
use crate::{Caller, Error, Instance};

/// Deletes an access key permanently. Holds as soon as disabling it does.
///
/// # Errors
/// `no-such-access-key`; `owners-access-key` when somebody else names one of the owner's; `last-owners-access-key`.
pub async fn delete(instance: &Instance, caller: &Caller, id: String) -> Result<(), Error> {
    caller.may("tegata:DeleteAccessKey")?;
    let (caller, now) = (caller.clone(), instance.clock.now());
    instance
        .write(move |tx| {
            let key = subject::key(tx, &caller, &id)?;
            subject::give_up(tx, &key)?;
            access_keys::delete(tx, &id)?;
            Ok::<_, Error>(tx.record_change(&Change::Access(id.clone()), now)?)
        })
        .await?;
    instance.access.keys_changed();
    Ok(())
}
