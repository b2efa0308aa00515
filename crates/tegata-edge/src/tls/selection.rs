//! Which certificate a handshake gets (ELB User Guide, "SSL certificates for your Application Load Balancer").
//!
//! The certificates of a site whose names match the server name compete: of each kind of key the one that has
//! not expired, then the one with the longest key, then the one that is valid longest. An elliptic curve's goes
//! before RSA's where the client can use it, which the handshake shows. Without a match the default is served.

use std::cmp::Reverse;
use std::sync::Arc;

use super::certificate::Certificates;
use super::policy::Policy;
use crate::names::{NameIndex, ServerName};
use crate::vocabulary::{CertificateKey, KeyFamily, Material};

/// A site's certificates, found by name without looking through all of them.
#[derive(Debug)]
pub(crate) struct Selection {
    default: CertificateKey,
    by_name: NameIndex<Vec<CertificateKey>>,
}

impl Selection {
    /// An index over `keys` by the names that their certificates have now. Those that the policy does not take are left
    /// out.
    pub(crate) fn new(
        default: CertificateKey,
        keys: &[CertificateKey],
        policy: &Policy,
        certificates: &Certificates,
    ) -> Selection {
        let mut by_name = NameIndex::<Vec<CertificateKey>>::default();
        for key in keys {
            let Some(material) = certificates.find(*key) else { continue };
            if !policy.takes(material.key_family, material.key_bits) {
                continue;
            }
            for name in &material.names {
                by_name.entry(name, Vec::new).push(*key);
            }
        }
        Selection { default, by_name }
    }

    /// The certificates for a handshake: at most one of each kind of key; none when not even the default is there.
    pub(crate) fn choose(
        &self,
        server_name: Option<&ServerName>,
        certificates: &Certificates,
        now: i64,
    ) -> Vec<(CertificateKey, Arc<Material>)> {
        let matching = server_name.map(|name| self.matching(name, certificates)).unwrap_or_default();
        let mut chosen = Vec::with_capacity(2);
        for family in [KeyFamily::Ec, KeyFamily::Rsa] {
            let of_family = matching.iter().filter(|(_, material)| material.key_family == family);
            let best = of_family.min_by_key(|(_, material)| {
                let (_, not_after) = material.validity;
                (not_after < now, Reverse(material.key_bits), Reverse(not_after))
            });
            chosen.extend(best.cloned());
        }
        if chosen.is_empty() {
            chosen.extend(certificates.find(self.default).map(|material| (self.default, material)));
        }
        chosen
    }

    fn matching(
        &self,
        name: &ServerName,
        certificates: &Certificates,
    ) -> Vec<(CertificateKey, Arc<Material>)> {
        let keys = self.by_name.matching(name).flatten();
        keys.filter_map(|key| Some((*key, certificates.find(*key)?))).collect()
    }
}

#[cfg(test)]
mod tests {
    use zeroize::Zeroizing;

    use super::*;
    use crate::tls::policy::POLICIES;

    fn certificates() -> Certificates {
        Certificates::new(Arc::new(|| 1_000), Arc::new(|| {}))
    }

    fn certificate(names: &[&str], key_family: KeyFamily, key_bits: u32, not_after: i64) -> Material {
        Material {
            chain_pem: String::new(),
            key_pem: Zeroizing::default(),
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            key_family,
            key_bits,
            validity: (0, not_after),
            version: 1,
        }
    }

    fn chosen(certificates: &Certificates, keys: &[u128], name: Option<&str>) -> Vec<u128> {
        let keys: Vec<CertificateKey> = keys.iter().map(|key| CertificateKey(*key)).collect();
        let selection = Selection::new(CertificateKey(0), &keys, &POLICIES[0], certificates);
        selection
            .choose(name.map(ServerName::new).as_ref(), certificates, 1_000)
            .into_iter()
            .map(|(key, _)| key.0)
            .collect()
    }

    #[test]
    fn names_and_wildcards_match_and_the_default_fills_in() {
        let certificates = certificates();
        certificates.put(CertificateKey(0), certificate(&["default.example"], KeyFamily::Ec, 256, 2_000));
        certificates.put(CertificateKey(1), certificate(&["www.example.com"], KeyFamily::Ec, 256, 2_000));
        certificates.put(CertificateKey(2), certificate(&["*.example.com"], KeyFamily::Rsa, 2048, 2_000));
        let keys = [0, 1, 2];
        assert_eq!(chosen(&certificates, &keys, Some("WWW.example.com.")), [1, 2]);
        assert_eq!(chosen(&certificates, &keys, Some("api.example.com")), [2]);
        assert_eq!(chosen(&certificates, &keys, Some("a.b.example.com")), [0]);
        assert_eq!(chosen(&certificates, &keys, Some("example.com")), [0]);
        assert_eq!(chosen(&certificates, &keys, None), [0]);
    }

    #[test]
    fn among_equals_the_living_then_the_longest_key_then_the_longest_life_wins() {
        let certificates = certificates();
        let names = ["www.example.com"];
        certificates.put(CertificateKey(1), certificate(&names, KeyFamily::Rsa, 4096, 500));
        certificates.put(CertificateKey(2), certificate(&names, KeyFamily::Rsa, 2048, 2_000));
        certificates.put(CertificateKey(3), certificate(&names, KeyFamily::Rsa, 3072, 1_500));
        certificates.put(CertificateKey(4), certificate(&names, KeyFamily::Rsa, 3072, 1_600));
        assert_eq!(chosen(&certificates, &[1, 2, 3, 4], Some("www.example.com")), [4]);
        assert_eq!(chosen(&certificates, &[1, 2], Some("www.example.com")), [2]);
        assert_eq!(chosen(&certificates, &[1], Some("www.example.com")), [1]);
    }

    #[test]
    fn another_version_says_whether_its_names_are_others() {
        let certificates = certificates();
        let of = |names: &[&str]| certificate(names, KeyFamily::Ec, 256, 2_000);
        assert!(!certificates.put(CertificateKey(1), of(&["a.example"])), "it is new");
        assert!(!certificates.put(CertificateKey(1), of(&["a.example"])));
        assert!(certificates.put(CertificateKey(1), of(&["a.example", "b.example"])));
    }

    #[test]
    fn without_any_certificate_there_is_none() {
        assert!(chosen(&certificates(), &[1], Some("www.example.com")).is_empty());
    }
}
