//! Disabling an access key, and making it active again.

use tegata_model::change::Change;
use tegata_store::access_keys::{self, KeyState};

use super::subject;
use crate::{Caller, Error, Instance};

/// Gives an access key another state. Here it holds from the next request on; another node may remember who signs with a
/// key for ten seconds.
///
/// # Errors
/// `no-such-access-key`; `owners-access-key` when somebody else names one of the owner's; `last-owners-access-key`.
pub async fn update(instance: &Instance, caller: &Caller, id: String, state: KeyState) -> Result<(), Error> {
    caller.may("tegata:UpdateAccessKey")?;
    let (caller, now) = (caller.clone(), instance.clock.now());
    instance
        .write(move |tx| {
            let key = subject::key(tx, &caller, &id)?;
            if state == KeyState::Inactive {
                subject::give_up(tx, &key)?;
            }
            access_keys::set_state(tx, &id, state)?;
            Ok::<_, Error>(tx.record_change(&Change::Access(id.clone()), now)?)
        })
        .await?;
    instance.access.keys_changed();
    Ok(())
}
