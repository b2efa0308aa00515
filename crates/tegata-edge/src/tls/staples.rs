//! OCSP answers that go along with certificates (RFC 6066 §8): those of certificates whose configuration is in memory.

use std::num::NonZeroUsize;
use std::sync::Arc;

use lru::LruCache;

use crate::vocabulary::CertificateKey;

/// What goes along with one version of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staple {
    /// The version that it is about.
    pub version: u64,
    /// The serial number that it is about, by which [`Edge::drop_staples`](crate::Edge::drop_staples) finds it.
    pub serial: Vec<u8>,
    /// The OCSP answer in DER; `None` for a certificate that has none.
    pub answer: Option<Arc<[u8]>>,
    /// When it is asked for again, in seconds since 1970.
    pub refresh_at: i64,
    /// Until when the answer counts.
    pub ends_at: i64,
}

/// Staples by certificate, as many as there is room for.
#[derive(Debug)]
pub(crate) struct Staples(LruCache<CertificateKey, Staple>);

impl Staples {
    pub(crate) fn new(room: NonZeroUsize) -> Staples {
        Staples(LruCache::new(room))
    }

    /// Returns whether another answer was there, or none.
    pub(crate) fn put(&mut self, key: CertificateKey, staple: Staple) -> bool {
        let answer = staple.answer.clone();
        let before = self.0.put(key, staple);
        before.and_then(|before| before.answer) != answer
    }

    pub(crate) fn remove(&mut self, key: CertificateKey) {
        self.0.pop(&key);
    }

    /// What goes along with a version; `None` when that is not known.
    pub(crate) fn find(&mut self, key: CertificateKey, version: u64) -> Option<&Staple> {
        self.0.get(&key).filter(|staple| staple.version == version)
    }

    /// Whether the owner has to be asked for a version's.
    pub(crate) fn is_due(&self, key: CertificateKey, version: u64, now: i64) -> bool {
        let known = self.0.peek(&key).filter(|staple| staple.version == version);
        known.is_none_or(|staple| staple.refresh_at <= now)
    }

    /// Takes out those that have ended at `now`, and gives their certificates.
    pub(crate) fn take_ended(&mut self, now: i64) -> Vec<CertificateKey> {
        self.take(|staple| staple.answer.is_some() && staple.ends_at <= now)
    }

    /// Takes out those about a serial number, and gives their certificates.
    pub(crate) fn take_about(&mut self, serial: &[u8]) -> Vec<CertificateKey> {
        self.take(|staple| staple.serial == serial)
    }

    fn take(&mut self, is_meant: impl Fn(&Staple) -> bool) -> Vec<CertificateKey> {
        let meant = self.0.iter().filter(|(_, staple)| is_meant(staple)).map(|(key, _)| *key);
        let meant: Vec<CertificateKey> = meant.collect();
        for key in &meant {
            self.0.pop(key);
        }
        meant
    }
}
