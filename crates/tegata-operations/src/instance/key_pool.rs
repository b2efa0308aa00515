//! The pool of keys made ahead. RSA alone is slow enough to need one; keys lie sealed in the store.

use tegata_store::certificates::key_pool;
use tegata_x509::{KeyAlgorithm, PrivateKey};

use crate::{Error, Worker};

/// The algorithm that is pooled.
pub const POOLED: KeyAlgorithm = KeyAlgorithm::Rsa2048;

/// How many keys the pool lacks.
///
/// # Errors
/// When the store fails.
pub async fn keys_missing(worker: &Worker) -> Result<u32, Error> {
    let ready = worker.read(|tx| key_pool::count(tx, POOLED.as_str())).await?;
    Ok(worker.settings().rsa_keys_ready.saturating_sub(ready))
}

/// Lays a key ready.
///
/// # Errors
/// When the store fails.
pub async fn put_key(worker: &Worker, key: &PrivateKey) -> Result<(), Error> {
    let now = worker.clock.now();
    let id = worker.entropy.uuid(now);
    let pkcs8 = key.to_pkcs8_der().map_err(Error::internal)?;
    let sealed = worker.sealer.seal(&key_pool::place(id), &pkcs8);
    let algorithm = key.algorithm().as_str();
    worker.write(move |tx| Ok(key_pool::put(tx, id, algorithm, &sealed, now)?)).await
}

/// Takes a key out of the pool, for one certificate and never again; `None` when it is empty.
///
/// # Errors
/// When the store fails, or the key cannot be unsealed.
pub async fn take_key(worker: &Worker) -> Result<Option<PrivateKey>, Error> {
    let taken = worker.write(|tx| key_pool::take(tx, POOLED.as_str())).await?;
    let Some((id, sealed)) = taken else { return Ok(None) };
    let pkcs8 = worker.sealer.open(&key_pool::place(id), &sealed).map_err(Error::internal)?;
    PrivateKey::from_pkcs8_der(&pkcs8).map(Some).map_err(Error::internal)
}
