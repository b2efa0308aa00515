//! What a configuration of TLS is found by once it has been built.

use crate::vocabulary::{CertificateKey, ListenerKey, SiteKey};

/// What a configuration is built from: at most one certificate of each kind of key, a policy, and where its tickets
/// resume.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct ConfigKey {
    pub(crate) ec: Option<(CertificateKey, u64)>,
    pub(crate) rsa: Option<(CertificateKey, u64)>,
    pub(crate) policy: &'static str,
    pub(crate) scope: TicketScope,
}

/// Where a ticket resumes a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct TicketScope {
    pub(crate) listener: ListenerKey,
    pub(crate) site: Option<SiteKey>,
}

impl ConfigKey {
    /// Its certificates, with their versions.
    pub(crate) fn certificates(&self) -> impl Iterator<Item = (CertificateKey, u64)> {
        [self.ec, self.rsa].into_iter().flatten()
    }

    /// Whether a certificate is in it, of whatever version.
    pub(crate) fn has(&self, key: CertificateKey) -> bool {
        self.certificates().any(|(held, _)| held == key)
    }

    /// All of it as bytes. No two keys have the same: each part but the last has a fixed length.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let ConfigKey { ec, rsa, policy, scope: TicketScope { listener, site } } = self;
        let mut bytes = listener.0.to_be_bytes().to_vec();
        bytes.push(u8::from(site.is_some()));
        bytes.extend(site.map_or(0, |site| site.0).to_be_bytes());
        for certificate in [ec, rsa] {
            let (CertificateKey(key), version) = certificate.unwrap_or((CertificateKey(0), 0));
            bytes.push(u8::from(certificate.is_some()));
            bytes.extend(key.to_be_bytes());
            bytes.extend(version.to_be_bytes());
        }
        bytes.extend(policy.as_bytes());
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_counts() {
        let of = |listener, site: Option<u64>, ec: Option<(u128, u64)>, policy| ConfigKey {
            ec: ec.map(|(key, version)| (CertificateKey(key), version)),
            rsa: Some((CertificateKey(9), 1)),
            policy,
            scope: TicketScope { listener: ListenerKey(listener), site: site.map(SiteKey) },
        };
        let first = of(1, None, Some((1, 1)), "p");
        let others = [
            of(2, None, Some((1, 1)), "p"),
            of(1, Some(0), Some((1, 1)), "p"),
            of(1, None, Some((2, 1)), "p"),
            of(1, None, Some((1, 2)), "p"),
            of(1, None, None, "p"),
            of(1, None, Some((1, 1)), "q"),
        ];
        for other in others {
            assert_ne!(first.bytes(), other.bytes(), "{other:?}");
        }
        assert!(
            first.has(CertificateKey(1)) && first.has(CertificateKey(9)) && !first.has(CertificateKey(2))
        );
    }
}
