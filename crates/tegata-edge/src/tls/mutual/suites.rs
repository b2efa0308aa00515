//! Security policies as rustls serves them.

use std::sync::Arc;

use rustls::crypto::aws_lc_rs::{cipher_suite, default_provider, kx_group};
use rustls::crypto::{CryptoProvider, SupportedKxGroup};
use rustls::version::{TLS12, TLS13};
use rustls::{SupportedCipherSuite, SupportedProtocolVersion};

use crate::tls::policy::Policy;

/// A policy with all that a configuration of rustls takes from it.
#[derive(Clone)]
pub(crate) struct Suites {
    pub(super) provider: Arc<CryptoProvider>,
    pub(super) versions: Vec<&'static SupportedProtocolVersion>,
}

/// OpenSSL's names of the suites that rustls has.
static SUITES: &[(&str, SupportedCipherSuite)] = &[
    ("TLS_AES_128_GCM_SHA256", cipher_suite::TLS13_AES_128_GCM_SHA256),
    ("TLS_AES_256_GCM_SHA384", cipher_suite::TLS13_AES_256_GCM_SHA384),
    ("TLS_CHACHA20_POLY1305_SHA256", cipher_suite::TLS13_CHACHA20_POLY1305_SHA256),
    ("ECDHE-ECDSA-AES128-GCM-SHA256", cipher_suite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256),
    ("ECDHE-RSA-AES128-GCM-SHA256", cipher_suite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256),
    ("ECDHE-ECDSA-AES256-GCM-SHA384", cipher_suite::TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384),
    ("ECDHE-RSA-AES256-GCM-SHA384", cipher_suite::TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384),
];

/// OpenSSL's name of a suite.
pub(super) fn openssl_name(suite: SupportedCipherSuite) -> &'static str {
    SUITES.iter().find(|(_, known)| *known == suite).map_or("", |(name, _)| name)
}

/// Whether listeners with mutual authentication can have a policy: whether rustls has every version and every suite of it.
pub fn serves_mutual_authentication(policy: &Policy) -> bool {
    suites(policy).is_some()
}

/// What rustls takes from a policy; `None` when it does not have every version and every suite of it.
pub(super) fn suites(policy: &Policy) -> Option<Suites> {
    let of = |name: &&str| SUITES.iter().find(|(known, _)| known == name).map(|(_, suite)| *suite);
    let version = |name: &&str| match *name {
        "TLSv1.3" => Some(&TLS13),
        "TLSv1.2" => Some(&TLS12),
        _ => None,
    };
    Some(Suites {
        versions: policy.protocols.iter().map(version).collect::<Option<_>>()?,
        provider: Arc::new(CryptoProvider {
            cipher_suites: policy.ciphers.iter().map(of).collect::<Option<_>>()?,
            kx_groups: groups(policy)?,
            ..default_provider()
        }),
    })
}

/// The groups of a policy, as far as rustls has them: it has no P-521, which every client has others beside.
fn groups(policy: &Policy) -> Option<Vec<&'static dyn SupportedKxGroup>> {
    let is_named = |part| policy.name.contains(part);
    // ML-KEM-1024, together with P-384 alone, is more than ELB's name says.
    if is_named("CNSA2") {
        return None;
    }
    if policy.is_p384_only() {
        return Some(vec![kx_group::SECP384R1]);
    }
    if is_named("RFC9151") {
        return Some(vec![kx_group::SECP384R1, kx_group::SECP256R1]);
    }
    let mut groups = Vec::new();
    let has_x25519 = !is_named("FIPS") && is_named("TLS13");
    if is_named("PQ") || has_x25519 {
        groups.extend([kx_group::X25519MLKEM768, kx_group::SECP256R1MLKEM768]);
    }
    if has_x25519 {
        groups.push(kx_group::X25519);
    }
    groups.extend([kx_group::SECP256R1, kx_group::SECP384R1]);
    Some(groups)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tls::policy::POLICIES;

    #[test]
    fn the_policies_without_older_suites_are_served_whole() {
        let served: Vec<&str> = POLICIES
            .iter()
            .filter(|policy| serves_mutual_authentication(policy))
            .map(|policy| policy.name)
            .collect();
        let expected = [
            "ELBSecurityPolicy-FS-1-2-Res-2020-10",
            "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
            "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
            "ELBSecurityPolicy-TLS13-1-3-2021-06",
            "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09",
            "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04",
            "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-PQ-2025-09",
            "ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04",
            "ELBSecurityPolicy-TLS13-1-3-FIPS-PQ-2025-09",
            "ELBSecurityPolicy-TLS13-1-3-RFC9151-FIPS-2023-07",
            "ELBSecurityPolicy-TLS13-1-2-RFC9151-FIPS-2023-07",
            "ELBSecurityPolicy-TLS13-1-2-RFC9151-INTEROP1-FIPS-2023-07",
            "ELBSecurityPolicy-TLS12-1-2-RFC9151-2024-01",
        ];
        assert_eq!(served, expected);
    }
}
