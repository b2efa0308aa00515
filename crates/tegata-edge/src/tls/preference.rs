//! Which of two certificates that match a name goes before the other.

use std::cmp::{Ordering, Reverse};

use crate::vocabulary::{CertificateKey, KeyFamily};

/// What decides between two certificates that match, in the order in which it is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Criterion {
    /// An elliptic curve's goes before RSA's. A client that has RSA alone gets the first of those.
    KeyFamily,
    /// One that has not expired goes before one that has.
    Expiry,
    /// The longer hash of the signature goes first.
    Hash,
    /// The longer key goes first.
    KeyLength,
    /// The later end goes first.
    Validity,
    /// All else is the same: the one with the lower identifier goes first.
    Identifier,
}

/// What is compared of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// Which.
    pub key: CertificateKey,
    /// The kind of its key.
    pub key_family: KeyFamily,
    /// The key's length in bits.
    pub key_bits: u32,
    /// The length in bits of the hash that it is signed with; 0 for MD5.
    pub hash_bits: u32,
    /// The last second of its validity, since 1970.
    pub not_after: i64,
}

impl Candidate {
    /// Whether it goes before or after another one at `now`, in seconds since 1970, and what decides.
    #[must_use]
    pub fn compare(&self, other: &Candidate, now: i64) -> (Ordering, Criterion) {
        let is_rsa = |of: &Candidate| of.key_family == KeyFamily::Rsa;
        let is_expired = |of: &Candidate| of.not_after < now;
        let steps = [
            (is_rsa(self).cmp(&is_rsa(other)), Criterion::KeyFamily),
            (is_expired(self).cmp(&is_expired(other)), Criterion::Expiry),
            (Reverse(self.hash_bits).cmp(&Reverse(other.hash_bits)), Criterion::Hash),
            (Reverse(self.key_bits).cmp(&Reverse(other.key_bits)), Criterion::KeyLength),
            (Reverse(self.not_after).cmp(&Reverse(other.not_after)), Criterion::Validity),
        ];
        let decided = steps.into_iter().find(|(order, _)| order.is_ne());
        decided.unwrap_or((self.key.cmp(&other.key), Criterion::Identifier))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_decides_is_said() {
        let of = |key, key_family, key_bits, hash_bits, not_after| Candidate {
            key: CertificateKey(key),
            key_family,
            key_bits,
            hash_bits,
            not_after,
        };
        let first = of(1, KeyFamily::Ec, 256, 256, 2_000);
        for (other, expected) in [
            (of(2, KeyFamily::Rsa, 4096, 512, 9_000), Criterion::KeyFamily),
            (of(2, KeyFamily::Ec, 384, 384, 999), Criterion::Expiry),
            (of(2, KeyFamily::Ec, 384, 160, 9_000), Criterion::Hash),
            (of(2, KeyFamily::Ec, 224, 256, 9_000), Criterion::KeyLength),
            (of(2, KeyFamily::Ec, 256, 256, 1_999), Criterion::Validity),
            (of(2, KeyFamily::Ec, 256, 256, 2_000), Criterion::Identifier),
        ] {
            assert_eq!(first.compare(&other, 1_000), (Ordering::Less, expected));
            assert_eq!(other.compare(&first, 1_000), (Ordering::Greater, expected));
        }
    }
}
