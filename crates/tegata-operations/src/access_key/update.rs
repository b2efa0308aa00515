//! Disabling an access key, and making it active again.

use tegata_store::access_keys::{self, KeyState};

use crate::{Caller, Error, Instance};

/// Gives a principal's access key another state. Here it holds from the next request on; another node may remember who
/// signs with a key for ten seconds.
///
/// # Errors
/// `no-such-access-key`, `owners-access-key`.
pub async fn update(instance: &Instance, caller: &Caller, id: String, state: KeyState) -> Result<(), Error> {
    caller.may("tegata:UpdateAccessKey")?;
    let account = caller.account().clone();
    instance
        .write(move |tx| {
            super::of_a_principal(tx, &account, &id)?;
            Ok::<_, Error>(access_keys::set_state(tx, &id, state)?)
        })
        .await?;
    instance.access.keys_changed();
    Ok(())
}
