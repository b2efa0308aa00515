//! Keys of stickiness cookies: every edge of the instance has the same ones.

use tegata_model::load_balancing::cookie_key::{CookieKey, next_begins_at, sort, useless_before};
use tegata_store::load_balancing::cookie_keys;
use zeroize::Zeroizing;

use crate::{Error, Worker};

/// A key with its octets.
pub struct ServedCookieKey {
    /// Its number.
    pub id: u32,
    /// The key.
    pub key: Zeroizing<[u8; 32]>,
}

/// The keys for an edge: the first seals, all open.
///
/// # Errors
/// When the store fails, or a key is sealed under a key-encryption key that is not at hand.
pub async fn served_cookie_keys(worker: &Worker) -> Result<Vec<ServedCookieKey>, Error> {
    let now = worker.clock.now();
    let mut stored = worker.read(cookie_keys::list).await?;
    sort(&mut stored, |(key, _)| *key, now);
    stored
        .into_iter()
        .map(|(key, sealed)| {
            let opened = worker.sealer.open(&cookie_keys::place(key.id), &sealed).map_err(Error::internal)?;
            let octets = <[u8; 32]>::try_from(opened.as_slice()).map_err(Error::internal)?;
            Ok(ServedCookieKey { id: key.id, key: Zeroizing::new(octets) })
        })
        .collect()
}

/// Makes the next key when it is due, and deletes those that no cookie is sealed with any more.
///
/// # Errors
/// When the store fails.
pub async fn rotate_cookie_keys(worker: &Worker) -> Result<(), Error> {
    let now = worker.clock.now();
    let known: Vec<CookieKey> =
        worker.read(cookie_keys::list).await?.into_iter().map(|(key, _)| key).collect();
    let Some(begins_at) = next_begins_at(&known, now) else { return Ok(()) };
    let key = CookieKey { id: u32::from_be_bytes(worker.entropy.bytes()), begins_at };
    let octets = Zeroizing::new(worker.entropy.bytes::<32>());
    let sealed = worker.sealer.seal(&cookie_keys::place(key.id), octets.as_slice());
    worker
        .write(move |tx| {
            cookie_keys::insert(tx, &key, &sealed)?;
            Ok(cookie_keys::delete_before(tx, useless_before(now))?)
        })
        .await
}
