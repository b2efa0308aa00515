//! The certificates that an edge may serve, by the names that they are for.
//!
//! What is held of each is small, since there may be a million names: no chain and no key, each name once, and for each
//! name a hash to find it by.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use super::preference::Candidate;
use crate::names::ServerName;
use crate::vocabulary::{CertificateKey, CertificateSummary, KeyFamily};

/// What decides whether a certificate is served.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) key: CertificateKey,
    pub(crate) key_family: KeyFamily,
    pub(crate) key_bits: u32,
    pub(crate) hash_bits: u32,
    pub(crate) not_after: i64,
    pub(crate) version: u64,
    /// As clients send them, separated by spaces.
    names: Box<str>,
}

impl Known {
    fn new(key: CertificateKey, summary: &CertificateSummary) -> Known {
        let CertificateSummary { names, key_family, key_bits, hash_bits, not_after, version } = summary;
        let names: Vec<ServerName> = names.iter().map(|name| ServerName::new(name)).collect();
        let names = names.iter().map(ServerName::as_str).collect::<Vec<_>>().join(" ").into_boxed_str();
        let (key_family, key_bits, hash_bits) = (*key_family, *key_bits, *hash_bits);
        Known { key, key_family, key_bits, hash_bits, not_after: *not_after, version: *version, names }
    }

    pub(crate) fn candidate(&self) -> Candidate {
        let Known { key, key_family, key_bits, hash_bits, not_after, .. } = *self;
        Candidate { key, key_family, key_bits, hash_bits, not_after }
    }

    /// The name that matches: the name itself, or its wildcard.
    pub(crate) fn name_for(&self, name: &ServerName) -> Option<&str> {
        let wildcard = name.wildcard();
        let exact = self.names().find(|of| *of == name.as_str());
        exact.or_else(|| self.names().find(|of| Some(*of) == wildcard.as_deref()))
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.names.split(' ')
    }
}

/// All of them.
#[derive(Debug, Default)]
pub(crate) struct KnownCertificates {
    by_key: HashMap<CertificateKey, Arc<Known>>,
    /// By the hash of a name. What is found is compared with the name itself.
    by_name: HashMap<u64, Matches>,
    /// Its key is drawn at random, so that no client can choose names of one hash.
    hash: RandomState,
}

/// Certificates with a name of one hash: nearly always one.
#[derive(Debug)]
enum Matches {
    One(Arc<Known>),
    More(Box<[Arc<Known>]>),
}

impl Matches {
    fn as_slice(&self) -> &[Arc<Known>] {
        match self {
            Matches::One(one) => std::slice::from_ref(one),
            Matches::More(more) => more,
        }
    }

    /// Without a certificate, or with one more; `None` when none is left.
    fn changed(&self, without: CertificateKey, with: Option<&Arc<Known>>) -> Option<Matches> {
        let kept = self.as_slice().iter().filter(|known| known.key != without);
        let mut all: Vec<Arc<Known>> = kept.chain(with).cloned().collect();
        match all.len() {
            0 | 1 => all.pop().map(Matches::One),
            _ => Some(Matches::More(all.into_boxed_slice())),
        }
    }
}

impl KnownCertificates {
    /// Adds a certificate, or replaces it. Returns the version that was known before.
    pub(crate) fn put(&mut self, key: CertificateKey, summary: &CertificateSummary) -> Option<u64> {
        let known = Arc::new(Known::new(key, summary));
        let before = self.by_key.insert(key, Arc::clone(&known));
        if let Some(before) = &before {
            self.forget_names(before);
        }
        for name in known.names() {
            let hash = self.hash.hash_one(name);
            let changed = match self.by_name.get(&hash) {
                None => Some(Matches::One(Arc::clone(&known))),
                Some(others) => others.changed(key, Some(&known)),
            };
            self.by_name.extend(changed.map(|changed| (hash, changed)));
        }
        before.map(|before| before.version)
    }

    pub(crate) fn remove(&mut self, key: CertificateKey) {
        if let Some(gone) = self.by_key.remove(&key) {
            self.forget_names(&gone);
        }
    }

    fn forget_names(&mut self, gone: &Known) {
        for name in gone.names() {
            let hash = self.hash.hash_one(name);
            match self.by_name.get(&hash).and_then(|others| others.changed(gone.key, None)) {
                Some(left) => drop(self.by_name.insert(hash, left)),
                None => drop(self.by_name.remove(&hash)),
            }
        }
    }

    pub(crate) fn find(&self, key: CertificateKey) -> Option<&Arc<Known>> {
        self.by_key.get(&key)
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = CertificateKey> {
        self.by_key.keys().copied()
    }

    /// The certificates for a name: first those with the name itself, then those with its wildcard. One that has both
    /// comes twice.
    pub(crate) fn matching(&self, name: &ServerName) -> Vec<&Arc<Known>> {
        let mut found = Vec::new();
        for name in [Some(name.as_str().to_owned()), name.wildcard()].into_iter().flatten() {
            let of_hash = self.by_name.get(&self.hash.hash_one(name.as_str())).map(Matches::as_slice);
            let of_name = of_hash.unwrap_or_default().iter();
            found.extend(of_name.filter(|known| known.names().any(|of| of == name)));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(names: &[&str], version: u64) -> CertificateSummary {
        CertificateSummary {
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            key_family: KeyFamily::Ec,
            key_bits: 256,
            hash_bits: 256,
            not_after: 2_000,
            version,
        }
    }

    fn found(known: &KnownCertificates, name: &str) -> Vec<(u128, u64)> {
        let found = known.matching(&ServerName::new(name));
        found.into_iter().map(|known| (known.key.0, known.version)).collect()
    }

    #[test]
    fn a_certificate_is_found_by_the_names_of_its_last_version() {
        let mut known = KnownCertificates::default();
        assert_eq!(known.put(CertificateKey(1), &summary(&["a.example", "WWW.b.example."], 1)), None);
        assert_eq!(known.put(CertificateKey(2), &summary(&["*.b.example"], 7)), None);
        assert_eq!(found(&known, "A.example."), [(1, 1)]);
        assert_eq!(found(&known, "www.b.example"), [(1, 1), (2, 7)]);
        assert_eq!(known.put(CertificateKey(1), &summary(&["www.b.example", "*.b.example"], 2)), Some(1));
        assert!(found(&known, "a.example").is_empty());
        assert_eq!(found(&known, "www.b.example"), [(1, 2), (2, 7), (1, 2)]);
        known.remove(CertificateKey(2));
        assert_eq!(found(&known, "x.b.example"), [(1, 2)]);
        known.remove(CertificateKey(1));
        assert!(known.by_name.is_empty() && known.by_key.is_empty());
    }

    #[test]
    fn a_name_that_many_certificates_have_finds_all_of_them() {
        let mut known = KnownCertificates::default();
        for key in 1..=3 {
            known.put(CertificateKey(key), &summary(&["a.example", "a.example"], 1));
        }
        assert_eq!(found(&known, "a.example"), [(1, 1), (2, 1), (3, 1)]);
        known.remove(CertificateKey(2));
        assert_eq!(found(&known, "a.example"), [(1, 1), (3, 1)]);
        known.remove(CertificateKey(1));
        assert_eq!(found(&known, "a.example"), [(3, 1)]);
        assert!(found(&known, "b.example").is_empty());
    }
}
