//! Keys that all edges share: made and replaced here, and given to the edges of all nodes.

use std::sync::Arc;

use jiff::Timestamp;
use tegata_model::change::Change;
use tegata_model::rotating_key::KeyPurpose;
use tegata_store::rotating_keys::{self, StoredKey};
use tegata_store::{ReadTx, StoreError};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{Error, Worker};

/// A key with its bytes.
pub struct RotatingKey {
    /// Its identifier.
    pub id: Uuid,
    /// Its bytes.
    pub secret: Zeroizing<[u8; 32]>,
    /// From when it encrypts.
    pub begins_at: Timestamp,
}

/// Makes the key of a purpose that is due and deletes those that have ended. Returns when the next one is due.
///
/// # Errors
/// When the store fails.
pub async fn rotate(worker: &Worker, purpose: KeyPurpose) -> Result<Timestamp, Error> {
    let now = worker.clock.now();
    let planned =
        worker.read(move |tx| Ok::<_, Error>(purpose.plan_rotation(&beginnings(tx, purpose)?, now))).await?;
    if planned.begins_at.is_none() {
        return Ok(planned.next);
    }
    let id = worker.entropy.uuid(now);
    let secret = Zeroizing::new(worker.entropy.bytes::<32>());
    let sealed_key = worker.sealer.seal(&rotating_keys::place(id), &*secret);
    worker
        .write(move |tx| {
            // Another node may have made one meanwhile.
            let planned = purpose.plan_rotation(&beginnings(tx, purpose)?, now);
            let Some(begins_at) = planned.begins_at else { return Ok(planned.next) };
            let stored = rotating_keys::list(tx, purpose)?;
            for key in stored.iter().filter(|key| purpose.is_over(key.begins_at, now)) {
                rotating_keys::delete(tx, key.id)?;
            }
            let made = StoredKey { id, purpose, begins_at, sealed_key: sealed_key.clone() };
            rotating_keys::insert(tx, &made)?;
            tx.record_change(&Change::RotatingKeys(purpose), now)?;
            Ok(planned.next)
        })
        .await
}

/// All keys of a purpose, as they are now: the oldest first.
///
/// # Errors
/// When the store fails, or a key cannot be unsealed.
pub async fn rotating_keys(worker: &Worker, purpose: KeyPurpose) -> Result<Vec<RotatingKey>, Error> {
    let stored = worker.read(move |tx| Ok::<_, Error>(rotating_keys::list(tx, purpose)?)).await?;
    let sealer = Arc::clone(&worker.sealer);
    let keys = stored.into_iter().map(|key| {
        let opened = sealer.open(&rotating_keys::place(key.id), &key.sealed_key).map_err(Error::internal)?;
        let mut secret = Zeroizing::new([0; 32]);
        if opened.len() != secret.len() {
            return Err(Error::internal(StoreError::corrupt("a shared key that has not 32 bytes")));
        }
        secret.copy_from_slice(&opened);
        Ok(RotatingKey { id: key.id, secret, begins_at: key.begins_at })
    });
    keys.collect()
}

fn beginnings(tx: &mut ReadTx<'_>, purpose: KeyPurpose) -> Result<Vec<Timestamp>, StoreError> {
    Ok(rotating_keys::list(tx, purpose)?.iter().map(|key| key.begins_at).collect())
}
