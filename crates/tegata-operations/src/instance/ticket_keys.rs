//! Keys of session tickets: made and replaced here, and given to the edges of all nodes.

use std::sync::Arc;

use jiff::Timestamp;
use tegata_model::change::Change;
use tegata_model::ticket_key::{is_over, plan_rotation};
use tegata_store::ticket_keys::{self, StoredTicketKey};
use tegata_store::{ReadTx, StoreError};
use zeroize::Zeroizing;

use crate::{Error, Worker};

/// A key from which edges derive those of their tickets.
pub struct TicketKey {
    /// Its bytes.
    pub secret: Zeroizing<[u8; 32]>,
    /// From when it makes tickets.
    pub begins_at: Timestamp,
}

/// Makes the key that is due and deletes those that have ended. Returns when the next one is due.
///
/// # Errors
/// When the store fails.
pub async fn rotate(worker: &Worker) -> Result<Timestamp, Error> {
    let now = worker.clock.now();
    let planned = worker.read(move |tx| Ok::<_, Error>(plan_rotation(&beginnings(tx)?, now))).await?;
    if planned.begins_at.is_none() {
        return Ok(planned.next);
    }
    let id = worker.entropy.uuid(now);
    let secret = Zeroizing::new(worker.entropy.bytes::<32>());
    let sealed_key = worker.sealer.seal(&ticket_keys::place(id), &*secret);
    worker
        .write(move |tx| {
            // Another node may have made one meanwhile.
            let planned = plan_rotation(&beginnings(tx)?, now);
            let Some(begins_at) = planned.begins_at else { return Ok(planned.next) };
            for key in ticket_keys::list(tx)?.iter().filter(|key| is_over(key.begins_at, now)) {
                ticket_keys::delete(tx, key.id)?;
            }
            ticket_keys::insert(tx, &StoredTicketKey { id, begins_at, sealed_key: sealed_key.clone() })?;
            tx.record_change(&Change::TicketKeys, now)?;
            Ok(planned.next)
        })
        .await
}

/// All keys, as they are now.
///
/// # Errors
/// When the store fails, or a key cannot be unsealed.
pub async fn ticket_keys(worker: &Worker) -> Result<Vec<TicketKey>, Error> {
    let stored = worker.read(|tx| Ok::<_, Error>(ticket_keys::list(tx)?)).await?;
    let sealer = Arc::clone(&worker.sealer);
    let keys = stored.into_iter().map(|key| {
        let opened = sealer.open(&ticket_keys::place(key.id), &key.sealed_key).map_err(Error::internal)?;
        let mut secret = Zeroizing::new([0; 32]);
        if opened.len() != secret.len() {
            return Err(Error::internal(StoreError::corrupt("a ticket key that has not 32 bytes")));
        }
        secret.copy_from_slice(&opened);
        Ok(TicketKey { secret, begins_at: key.begins_at })
    });
    keys.collect()
}

fn beginnings(tx: &mut ReadTx<'_>) -> Result<Vec<Timestamp>, StoreError> {
    Ok(ticket_keys::list(tx)?.iter().map(|key| key.begins_at).collect())
}
