//! The instance's secret: what makes its tokens its own.

use std::fmt;

use aws_lc_rs::hmac;
use tegata_store::seal::SealError;
use tegata_store::{ReadTx, Sealer, Store, StoreError, meta};
use zeroize::Zeroizing;

use crate::Entropy;

/// A key made at first start and kept sealed in the store for ever. Validation records and page tokens are
/// derived from it: losing it would change every record that owners have put into their zones.
#[derive(Clone)]
pub struct InstanceSecret {
    key: hmac::Key,
}

/// Why the secret could not be had.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It could not be unsealed.
    #[error(transparent)]
    Seal(#[from] SealError),
}

const NAME: &str = "instance-secret";

impl InstanceSecret {
    /// The secret of these bytes.
    #[must_use]
    pub fn new(bytes: &[u8; 32]) -> InstanceSecret {
        InstanceSecret { key: hmac::Key::new(hmac::HMAC_SHA256, bytes) }
    }

    /// The store's secret; made and kept at first start. Several nodes that start at once agree on one.
    ///
    /// # Errors
    /// When the store fails, or another key-encryption key has sealed it.
    pub async fn load_or_make(
        store: &Store,
        sealer: &Sealer,
        entropy: &Entropy,
    ) -> Result<InstanceSecret, SecretError> {
        let fresh = Zeroizing::new(entropy.bytes::<32>());
        let offered = sealer.seal(NAME, &*fresh);
        // A restart writes nothing, so that an instance comes up although its disk is full.
        if let Some(sealed) = store.read(|tx| meta::find(tx, NAME)).await? {
            return Ok(InstanceSecret {
                key: hmac::Key::new(hmac::HMAC_SHA256, &sealer.open(NAME, &sealed)?),
            });
        }
        let sealed = store
            .write(move |tx| -> Result<Vec<u8>, StoreError> {
                if let Some(kept) = meta::find(tx, NAME)? {
                    return Ok(kept);
                }
                meta::put(tx, NAME, &offered)?;
                Ok(offered.clone())
            })
            .await?;
        Ok(InstanceSecret { key: hmac::Key::new(hmac::HMAC_SHA256, &sealer.open(NAME, &sealed)?) })
    }

    /// The secret of a store that is there, or of a copy of one; `None` when it has none.
    ///
    /// # Errors
    /// When the store fails.
    pub fn sealed(tx: &mut ReadTx<'_>) -> Result<Option<Vec<u8>>, StoreError> {
        meta::find(tx, NAME)
    }

    /// The secret that [`InstanceSecret::sealed`] gave.
    ///
    /// # Errors
    /// When another key-encryption key has sealed it.
    pub fn open(sealer: &Sealer, sealed: &[u8]) -> Result<InstanceSecret, SealError> {
        Ok(InstanceSecret { key: hmac::Key::new(hmac::HMAC_SHA256, &sealer.open(NAME, sealed)?) })
    }

    /// Whether the store has a secret, and so holds what some key has sealed.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn is_kept(store: &Store) -> Result<bool, StoreError> {
        store.read(|tx| Ok(meta::find(tx, NAME)?.is_some())).await
    }

    /// A digest of `parts` that cannot be made or foreseen without the secret. `purpose` keeps digests of
    /// different uses apart; parts are told apart by their lengths.
    #[must_use]
    pub fn digest(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        let mut context = hmac::Context::with_key(&self.key);
        for part in std::iter::once(purpose.as_bytes()).chain(parts.iter().copied()) {
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part);
        }
        let mut digest = [0; 32];
        digest.copy_from_slice(context.sign().as_ref());
        digest
    }

    /// Whether `digest` (or its beginning, of 16 bytes at least) is that of `parts`; compared in constant time.
    #[must_use]
    pub fn is_digest(&self, digest: &[u8], purpose: &str, parts: &[&[u8]]) -> bool {
        let expected = self.digest(purpose, parts);
        let expected = expected.get(..digest.len()).filter(|expected| expected.len() >= 16);
        expected.is_some_and(|expected| {
            aws_lc_rs::constant_time::verify_slices_are_equal(expected, digest).is_ok()
        })
    }
}

impl fmt::Debug for InstanceSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InstanceSecret")
    }
}

#[cfg(test)]
mod tests {
    use tegata_store::Location;

    use super::*;

    const KEY: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    #[tokio::test]
    async fn it_is_made_once_and_stays() {
        let store = Store::open(&Location::Memory).await.expect("opened");
        let sealer = Sealer::from_text(KEY, "test", Entropy::system().source()).expect("a key");
        let first = InstanceSecret::load_or_make(&store, &sealer, &Entropy::system()).await.expect("made");
        let again = InstanceSecret::load_or_make(&store, &sealer, &Entropy::system()).await.expect("kept");
        assert_eq!(first.digest("p", &[b"x"]), again.digest("p", &[b"x"]));
        let other =
            Sealer::from_text(&KEY.replace('0', "1"), "test", Entropy::system().source()).expect("a key");
        assert!(InstanceSecret::load_or_make(&store, &other, &Entropy::system()).await.is_err());
    }

    #[test]
    fn uses_and_parts_are_kept_apart() {
        let secret = InstanceSecret::new(&[7; 32]);
        let digest = secret.digest("p", &[b"ab", b"c"]);
        assert_ne!(digest, secret.digest("q", &[b"ab", b"c"]));
        assert_ne!(digest, secret.digest("p", &[b"a", b"bc"]));
        assert!(secret.is_digest(&digest, "p", &[b"ab", b"c"]));
        assert!(secret.is_digest(&digest[..16], "p", &[b"ab", b"c"]));
        assert!(!secret.is_digest(&digest[..15], "p", &[b"ab", b"c"]), "too short to count");
        assert!(!secret.is_digest(&[0; 32], "p", &[b"ab", b"c"]));
        assert!(!secret.is_digest(&[0; 64], "p", &[b"ab", b"c"]));
    }
}
