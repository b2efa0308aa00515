//! Which certificate a handshake gets (ELB User Guide, "SSL certificates for your Application Load Balancer").
//!
//! The certificates of a site whose names match the server name compete: of each kind of key the one that has
//! not expired, then the one that is signed with the longest hash, then the one with the longest key, then the one that
//! is valid longest. An elliptic curve's goes before RSA's where the client can use it, which the handshake shows.
//! Without a match the default is served.

use std::sync::Arc;

use super::known::{Known, KnownCertificates};
use super::policy::Policy;
use crate::names::ServerName;
use crate::vocabulary::{CertificateKey, KeyFamily};

/// A site's certificates: the default, and those to choose from by name.
#[derive(Debug)]
pub(crate) struct Selection {
    default: CertificateKey,
    /// In order.
    certificates: Box<[CertificateKey]>,
}

impl Selection {
    pub(crate) fn new(default: CertificateKey, mut certificates: Vec<CertificateKey>) -> Selection {
        certificates.push(default);
        certificates.sort_unstable();
        certificates.dedup();
        Selection { default, certificates: certificates.into_boxed_slice() }
    }

    /// The certificates for a handshake: at most one of each kind of key; none when not even the default is there. Those
    /// that the policy does not take are left out.
    pub(crate) fn choose(
        &self,
        server_name: Option<&ServerName>,
        policy: &Policy,
        known: &KnownCertificates,
        now: i64,
    ) -> Vec<Arc<Known>> {
        let matching = server_name.map(|name| known.matching(name)).unwrap_or_default();
        let (mut ec, mut rsa) = (None, None);
        for found in matching {
            if self.certificates.binary_search(&found.key).is_err()
                || !policy.takes(found.key_family, found.key_bits)
            {
                continue;
            }
            let best = match found.key_family {
                KeyFamily::Ec => &mut ec,
                KeyFamily::Rsa => &mut rsa,
            };
            let goes_before =
                |before: &Arc<Known>| found.candidate().compare(&before.candidate(), now).0.is_lt();
            if best.as_ref().is_none_or(goes_before) {
                *best = Some(Arc::clone(found));
            }
        }
        let mut chosen: Vec<Arc<Known>> = ec.into_iter().chain(rsa).collect();
        if chosen.is_empty() {
            chosen.extend(known.find(self.default).cloned());
        }
        chosen
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tls::policy::POLICIES;
    use crate::vocabulary::CertificateSummary;

    fn certificate(
        names: &[&str],
        key_family: KeyFamily,
        key_bits: u32,
        not_after: i64,
    ) -> CertificateSummary {
        CertificateSummary {
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            key_family,
            key_bits,
            hash_bits: 256,
            not_after,
            version: 1,
        }
    }

    fn chosen(known: &KnownCertificates, keys: &[u128], name: Option<&str>) -> Vec<u128> {
        let keys = keys.iter().map(|key| CertificateKey(*key)).collect();
        let selection = Selection::new(CertificateKey(0), keys);
        let chosen = selection.choose(name.map(ServerName::new).as_ref(), &POLICIES[0], known, 1_000);
        chosen.into_iter().map(|known| known.key.0).collect()
    }

    #[test]
    fn names_and_wildcards_match_and_the_default_fills_in() {
        let mut known = KnownCertificates::default();
        known.put(CertificateKey(0), &certificate(&["default.example"], KeyFamily::Ec, 256, 2_000));
        known.put(CertificateKey(1), &certificate(&["www.example.com"], KeyFamily::Ec, 256, 2_000));
        known.put(CertificateKey(2), &certificate(&["*.example.com"], KeyFamily::Rsa, 2048, 2_000));
        known.put(CertificateKey(3), &certificate(&["api.example.com"], KeyFamily::Ec, 256, 2_000));
        let keys = [0, 1, 2];
        assert_eq!(chosen(&known, &keys, Some("WWW.example.com.")), [1, 2]);
        assert_eq!(chosen(&known, &keys, Some("api.example.com")), [2], "the third is another site's");
        assert_eq!(chosen(&known, &keys, Some("a.b.example.com")), [0]);
        assert_eq!(chosen(&known, &keys, Some("example.com")), [0]);
        assert_eq!(chosen(&known, &keys, None), [0]);
    }

    #[test]
    fn among_equals_the_living_then_the_longest_hash_then_key_then_life_wins() {
        let mut known = KnownCertificates::default();
        let names = ["www.example.com"];
        known.put(CertificateKey(1), &certificate(&names, KeyFamily::Rsa, 4096, 500));
        known.put(CertificateKey(2), &certificate(&names, KeyFamily::Rsa, 2048, 2_000));
        known.put(CertificateKey(3), &certificate(&names, KeyFamily::Rsa, 3072, 1_500));
        known.put(CertificateKey(4), &certificate(&names, KeyFamily::Rsa, 3072, 1_600));
        let longer =
            CertificateSummary { hash_bits: 384, ..certificate(&names, KeyFamily::Rsa, 2048, 1_100) };
        known.put(CertificateKey(5), &longer);
        known.put(CertificateKey(6), &certificate(&names, KeyFamily::Rsa, 3072, 1_600));
        assert_eq!(chosen(&known, &[1, 2, 3, 4, 5, 6], Some("www.example.com")), [5]);
        assert_eq!(chosen(&known, &[1, 2, 3, 6, 4], Some("www.example.com")), [4]);
        assert_eq!(chosen(&known, &[1, 2, 3], Some("www.example.com")), [3]);
        assert_eq!(chosen(&known, &[1, 2], Some("www.example.com")), [2]);
        assert_eq!(chosen(&known, &[1], Some("www.example.com")), [1]);
    }

    #[test]
    fn without_any_certificate_there_is_none() {
        assert!(chosen(&KnownCertificates::default(), &[1], Some("www.example.com")).is_empty());
    }
}
