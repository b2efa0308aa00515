//! The contents of stickiness cookies, sealed: a client can neither read nor make one.
//!
//! A value is base64url of the key's number (4 octets), the nonce (12), and the sealed content with its tag. Every node
//! has the same keys, so a cookie that one node made is understood by all.

use arc_swap::ArcSwap;
use aws_lc_rs::aead::{AES_256_GCM_SIV, Aad, Nonce, RandomizedNonceKey};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::vocabulary::CookieKey;

/// Octets of a key's number.
const ID_LEN: usize = 4;
/// Octets of a nonce.
const NONCE_LEN: usize = 12;
/// Octets of the longest value that is opened; what is longer was not made here.
const VALUE_MAX: usize = 4096;

/// The keys at hand. The newest that has begun seals, and all of them open. Without any, cookies are neither made nor
/// understood.
#[derive(Default)]
pub struct CookieKeys(ArcSwap<Vec<Key>>);

struct Key {
    id: u32,
    begins_at: i64,
    key: RandomizedNonceKey,
}

impl CookieKeys {
    /// Replaces the keys.
    pub fn put(&self, keys: &[CookieKey]) {
        let made = keys.iter().filter_map(|given| {
            // AES-GCM-SIV: a nonce that is drawn twice reveals no key, however many cookies one key seals.
            let key = RandomizedNonceKey::new(&AES_256_GCM_SIV, given.key.as_slice()).ok()?;
            Some(Key { id: given.id, begins_at: given.begins_at, key })
        });
        self.0.store(std::sync::Arc::new(made.collect()));
    }

    /// The value of a cookie called `name` with this content; `None` when no key has begun.
    ///
    /// `now` is in seconds since 1970.
    #[must_use]
    pub fn seal(&self, name: &str, content: &[u8], now: i64) -> Option<String> {
        let keys = self.0.load();
        let begun = keys.iter().filter(|key| key.begins_at <= now);
        let newest = begun.max_by_key(|key| (key.begins_at, key.id))?;
        let mut sealed = content.to_vec();
        let nonce = newest.key.seal_in_place_append_tag(Aad::from(name.as_bytes()), &mut sealed).ok()?;
        let mut value = Vec::with_capacity(ID_LEN + NONCE_LEN + sealed.len());
        value.extend_from_slice(&newest.id.to_be_bytes());
        value.extend_from_slice(nonce.as_ref());
        value.extend_from_slice(&sealed);
        Some(URL_SAFE_NO_PAD.encode(value))
    }

    /// The content of a value that [`CookieKeys::seal`] made for the same name; `None` for any other.
    #[must_use]
    pub fn open(&self, name: &str, value: &str) -> Option<Vec<u8>> {
        if value.len() > VALUE_MAX {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(value).ok()?;
        let (id, rest) = bytes.split_first_chunk::<ID_LEN>()?;
        let (nonce, sealed) = rest.split_first_chunk::<NONCE_LEN>()?;
        let keys = self.0.load();
        let key = keys.iter().find(|key| key.id == u32::from_be_bytes(*id))?;
        let mut sealed = sealed.to_vec();
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let opened = key.key.open_in_place(nonce, Aad::from(name.as_bytes()), &mut sealed).ok()?.len();
        sealed.truncate(opened);
        Some(sealed)
    }
}

#[cfg(test)]
mod tests {
    use zeroize::Zeroizing;

    use super::*;

    /// A key that begins at its number.
    fn key(id: u32) -> CookieKey {
        let byte = u8::try_from(id).expect("small");
        CookieKey { id, begins_at: i64::from(id), key: Zeroizing::new([byte; 32]) }
    }

    #[test]
    fn what_one_key_sealed_is_opened_after_the_next_has_come() {
        let keys = CookieKeys::default();
        assert_eq!(keys.seal("AWSALBTG", b"x", 9), None, "without a key");
        keys.put(&[key(1), key(2)]);
        let value = keys.seal("AWSALBTG", b"content", 1).expect("the first has begun");
        assert_eq!(keys.open("AWSALBTG", &value).as_deref(), Some(&b"content"[..]));
        let next = keys.seal("AWSALBTG", b"content", 2).expect("the second has begun");
        keys.put(&[key(2)]);
        assert_eq!(keys.open("AWSALBTG", &next).as_deref(), Some(&b"content"[..]));
        assert_eq!(keys.open("AWSALBTG", &value), None, "its key is gone");
        assert_eq!(keys.seal("AWSALBTG", b"content", 1), None, "no key has begun");
    }

    #[test]
    fn a_value_of_another_name_or_a_changed_one_is_not_opened() {
        let keys = CookieKeys::default();
        keys.put(&[key(1)]);
        let value = keys.seal("AWSALBTG", b"content", 1).expect("a key");
        assert_eq!(keys.open("AWSALB", &value), None);
        for at in 0..value.len() {
            let mut changed = value.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).expect("ASCII");
            let opened = keys.open("AWSALBTG", &changed);
            // The last digit may hold unused bits alone, and such a value is refused or the same.
            assert!(opened.is_none() || changed == value, "{at}");
        }
        for other in ["", "AAAA", "!", &"A".repeat(5000)] {
            assert_eq!(keys.open("AWSALBTG", other), None);
        }
    }

    #[test]
    fn no_two_values_are_the_same() {
        let keys = CookieKeys::default();
        keys.put(&[key(1)]);
        assert_ne!(keys.seal("AWSALBTG", b"content", 1), keys.seal("AWSALBTG", b"content", 1));
    }
}
