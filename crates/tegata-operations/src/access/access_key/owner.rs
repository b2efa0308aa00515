//! The owner's access key that the data directory holds: made at first start, and followed by another when it is given up.

use tegata_store::access_keys::{self, AccessKey, KeyState};
use tegata_store::{StoreError, WriteTx, meta};
use zeroize::Zeroizing;

use crate::caller::OWNER;
use crate::{Error, Instance};

/// Under which the owner's key is named in the store.
const NAME: &str = "owner-access-key";

/// An access key with its secret.
pub struct NewAccessKey {
    /// The public half: `AKIA` and 16 characters, as AWS writes it.
    pub id: String,
    /// The secret half, 40 characters.
    pub secret: Zeroizing<String>,
    /// Whether it was made just now, and not at an earlier start.
    pub fresh: bool,
}

/// The key of the default account's owner; made and kept at first start. Several nodes that start at once
/// agree on one.
///
/// # Errors
/// When the store fails, or another key-encryption key has sealed the secret.
pub async fn owner(instance: &Instance) -> Result<NewAccessKey, Error> {
    // A restart writes nothing, so that an instance comes up although its disk is full.
    if let Some(kept) = instance.read(|tx| meta::find(tx, NAME)).await? {
        return existing(instance, String::from_utf8(kept).map_err(Error::internal)?).await;
    }
    let new = super::draw(&instance.entropy);
    let (offered, secret) = (new.id, new.secret);
    let sealed_secret = instance.sealer.seal(&super::place(&offered), secret.as_bytes());
    let (account, created_at) = (instance.founding.account.clone(), instance.clock.now());
    let own = offered.clone();
    let id = instance
        .write(move |tx| -> Result<String, StoreError> {
            if let Some(kept) = meta::find(tx, NAME)? {
                return String::from_utf8(kept).map_err(StoreError::corrupt);
            }
            name(tx, &own)?;
            let key = AccessKey {
                id: own.clone(),
                account: account.clone(),
                principal: OWNER.to_owned(),
                sealed_secret: sealed_secret.clone(),
                created_at,
                state: KeyState::Active,
            };
            access_keys::insert(tx, &key)?;
            Ok(own.clone())
        })
        .await?;
    if id == offered {
        return Ok(NewAccessKey { id, secret, fresh: true });
    }
    existing(instance, id).await
}

/// Names the key that the data directory holds.
pub(super) fn name(tx: &mut WriteTx<'_>, id: &str) -> Result<(), StoreError> {
    meta::put(tx, NAME, id.as_bytes())
}

/// Names `next` where `old` was named: it is about to open nothing any more.
pub(super) fn succeed(tx: &mut WriteTx<'_>, old: &str, next: &str) -> Result<(), StoreError> {
    match meta::find(tx, NAME)? {
        Some(named) if named == old.as_bytes() => name(tx, next),
        _ => Ok(()),
    }
}

async fn existing(instance: &Instance, id: String) -> Result<NewAccessKey, Error> {
    let signer = super::find(instance, &id).await?;
    let signer = signer
        .ok_or_else(|| Error::internal(format!("the owner's access key {id} does not exist any more")))?;
    let secret = String::from_utf8(signer.secret.to_vec()).map_err(Error::internal)?;
    Ok(NewAccessKey { id, secret: Zeroizing::new(secret), fresh: false })
}
