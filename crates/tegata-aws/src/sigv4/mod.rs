//! Signature Version 4: AWS General Reference, "Signing AWS API requests".
//!
//! Verifies requests signed in a header or in the query (presigned), and signs them for our own client.
//! The canonical form is ours; HMAC and SHA-256 are aws-lc's.

mod canonical;
mod sign;
mod verify;

use std::num::NonZeroUsize;

use aws_lc_rs::hmac;
use jiff::Timestamp;
use parking_lot::Mutex;

pub use self::sign::{Credentials, sign};
pub use self::verify::{Claim, SignatureError};

/// `AWS4-HMAC-SHA256`, the only algorithm there is.
const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// Derived signing keys, kept for the day that they are good for, the least used forgotten first.
pub struct KeyCache(Mutex<lru::LruCache<KeyName, hmac::Key>>);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct KeyName {
    access_key_id: String,
    day: String,
    region: String,
    service: String,
}

impl KeyCache {
    /// A cache of at most `size` keys.
    #[must_use]
    pub fn new(size: NonZeroUsize) -> KeyCache {
        KeyCache(Mutex::new(lru::LruCache::new(size)))
    }

    fn key(&self, name: KeyName, secret: &[u8]) -> hmac::Key {
        if let Some(key) = self.0.lock().get(&name) {
            return key.clone();
        }
        let key = signing_key(secret, &name.day, &name.region, &name.service);
        self.0.lock().put(name, key.clone());
        key
    }

    /// Forgets the keys of an access key that was deleted or changed.
    pub fn forget(&self, access_key_id: &str) {
        let mut keys = self.0.lock();
        let gone: Vec<KeyName> = keys
            .iter()
            .map(|(name, _)| name)
            .filter(|name| name.access_key_id == access_key_id)
            .cloned()
            .collect();
        for name in gone {
            keys.pop(&name);
        }
    }
}

impl std::fmt::Debug for KeyCache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KeyCache")
    }
}

fn signing_key(secret: &[u8], day: &str, region: &str, service: &str) -> hmac::Key {
    let first = zeroize::Zeroizing::new([b"AWS4", secret].concat());
    let mut key = hmac::Key::new(hmac::HMAC_SHA256, &first);
    for part in [day, region, service, "aws4_request"] {
        key = hmac::Key::new(hmac::HMAC_SHA256, hmac::sign(&key, part.as_bytes()).as_ref());
    }
    key
}

/// `20261123T101112Z`.
fn amz_date(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn parse_amz_date(text: &str) -> Option<Timestamp> {
    let civil = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", text).ok()?;
    jiff::tz::TimeZone::UTC.to_timestamp(civil).ok()
}

#[cfg(test)]
mod tests;
