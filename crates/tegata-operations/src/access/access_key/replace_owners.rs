//! Replacing the owner's access keys without signing with one: for the operator who holds the store and its key.

use std::sync::Arc;

use tegata_model::change::Change;
use tegata_store::access_keys::{self, AccessKey, KeyState};
use tegata_store::{Sealer, Store, StoreError};

use super::{NewAccessKey, draw, owner};
use crate::caller::OWNER;
use crate::{Clock, Entropy, Founding};

/// Makes a new access key for the owner and deletes all others that the owner has. There is no caller: it is done on the
/// machine, by who can write to the data directory or the database anyway.
///
/// # Errors
/// When the store fails.
pub async fn replace_owners(
    store: &Store,
    sealer: &Sealer,
    founding: &Founding,
    clock: &Clock,
    entropy: &Entropy,
) -> Result<NewAccessKey, StoreError> {
    let new = draw(entropy);
    let key = Arc::new(AccessKey {
        id: new.id.clone(),
        account: founding.account.clone(),
        principal: OWNER.to_owned(),
        sealed_secret: sealer.seal(&super::place(&new.id), new.secret.as_bytes()),
        created_at: clock.now(),
        state: KeyState::Active,
    });
    store
        .write(move |tx| -> Result<(), StoreError> {
            access_keys::delete_of(tx, &key.account, OWNER)?;
            access_keys::insert(tx, &key)?;
            owner::name(tx, &key.id)?;
            tx.record_change(&Change::Access(key.id.clone()), key.created_at)
        })
        .await?;
    Ok(new)
}
