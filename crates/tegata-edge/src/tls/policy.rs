//! Security policies: which protocol versions and cipher suites a listener accepts (ELB User Guide, "Security
//! policies for your Application Load Balancer").
//!
//! s2n-tls has ELB's policies under their own names. The plain `TLS13-…-2021-06` ones are taken from their `-PQ-2025-09`
//! twins, which have the same versions and suites, and hybrid groups for clients that ask for them. A policy with FIPS in
//! its name has the suites and groups of ELB's; the cryptographic module is not a validated one.

use super::cipher_suites::{
    ALL, FORWARD_SECRET, OLDER, OLDEST, RESTRICTED, TLS_1_2, TLS_1_2_FORWARD_SECRET, TLS_1_3,
    TLS_1_3_AES_256, TLS_1_3_AND_FORWARD_SECRET, TLS_1_3_AND_RESTRICTED, TLS_1_3_AND_TLS_1_2, fips, rfc_9151,
};
use crate::vocabulary::KeyFamily;

/// A security policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// ELB's name.
    pub name: &'static str,
    /// Protocol versions, the newest first, as `DescribeSSLPolicies` writes them.
    pub protocols: &'static [&'static str],
    /// Cipher suites by OpenSSL's names, in order of preference.
    pub ciphers: &'static [&'static str],
    /// s2n-tls's name.
    pub(crate) s2n: &'static str,
    /// Whether keys on elliptic curves have to be on P-384 (RFC 9151 §3; CNSA 2.0).
    is_p384_only: bool,
}

impl Policy {
    /// Whether a certificate with such a key can be served under it.
    #[must_use]
    pub fn takes(&self, family: KeyFamily, bits: u32) -> bool {
        family == KeyFamily::Rsa || bits == 384 || !self.is_p384_only
    }

    /// Whether keys on elliptic curves have to be on P-384.
    pub(crate) fn is_p384_only(&self) -> bool {
        self.is_p384_only
    }
}

/// The policy of that name.
#[must_use]
pub fn policy(name: &str) -> Option<&'static Policy> {
    POLICIES.iter().find(|policy| policy.name == name)
}

/// The same name of a cipher suite, for ever; `None` when no policy has it.
pub(crate) fn static_name(cipher_suite: &str) -> Option<&'static str> {
    ALL.iter().chain(OLDEST).find(|name| **name == cipher_suite).copied()
}

const FROM_1_0: &[&str] = &["TLSv1.3", "TLSv1.2", "TLSv1.1", "TLSv1"];
const FROM_1_1: &[&str] = FROM_1_0.split_at(3).0;
const FROM_1_2: &[&str] = FROM_1_0.split_at(2).0;
const FROM_1_3: &[&str] = FROM_1_0.split_at(1).0;
// Up to TLS 1.2.
const OLD_1_0: &[&str] = FROM_1_0.split_at(1).1;
const OLD_1_1: &[&str] = OLD_1_0.split_at(2).0;
const OLD_1_2: &[&str] = OLD_1_0.split_at(1).0;

type List = &'static [&'static str];

/// A policy that s2n-tls has under the same name.
const fn own(name: &'static str, protocols: List, ciphers: List) -> Policy {
    Policy { name, protocols, ciphers, s2n: name, is_p384_only: false }
}

/// As [`own`], and keys on elliptic curves have to be on P-384.
const fn p384(name: &'static str, protocols: List, ciphers: List) -> Policy {
    Policy { is_p384_only: true, ..own(name, protocols, ciphers) }
}

/// A policy that s2n-tls has under another name.
const fn twin(name: &'static str, s2n: &'static str, protocols: List, ciphers: List) -> Policy {
    Policy { s2n, ..own(name, protocols, ciphers) }
}

/// All policies.
pub const POLICIES: &[Policy] = &[
    own("ELBSecurityPolicy-2016-08", OLD_1_0, OLDER),
    own("ELBSecurityPolicy-TLS-1-0-2015-04", OLD_1_0, OLDEST),
    twin("ELBSecurityPolicy-2015-05", "ELBSecurityPolicy-TLS-1-0-2015-05", OLD_1_0, OLDER),
    own("ELBSecurityPolicy-TLS-1-1-2017-01", OLD_1_1, OLDER),
    own("ELBSecurityPolicy-TLS-1-2-2017-01", OLD_1_2, TLS_1_2),
    own("ELBSecurityPolicy-TLS-1-2-Ext-2018-06", OLD_1_2, OLDER),
    own("ELBSecurityPolicy-FS-2018-06", OLD_1_0, FORWARD_SECRET),
    own("ELBSecurityPolicy-FS-1-1-2019-08", OLD_1_1, FORWARD_SECRET),
    own("ELBSecurityPolicy-FS-1-2-2019-08", OLD_1_2, FORWARD_SECRET),
    own("ELBSecurityPolicy-FS-1-2-Res-2019-08", OLD_1_2, TLS_1_2_FORWARD_SECRET),
    own("ELBSecurityPolicy-FS-1-2-Res-2020-10", OLD_1_2, RESTRICTED),
    twin("ELBSecurityPolicy-TLS13-1-0-2021-06", "ELBSecurityPolicy-TLS13-1-0-PQ-2025-09", FROM_1_0, ALL),
    own("ELBSecurityPolicy-TLS13-1-0-PQ-2025-09", FROM_1_0, ALL),
    twin(
        "ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06",
        "ELBSecurityPolicy-TLS13-1-2-Ext1-PQ-2025-09",
        FROM_1_2,
        TLS_1_3_AND_TLS_1_2,
    ),
    own("ELBSecurityPolicy-TLS13-1-2-Ext1-PQ-2025-09", FROM_1_2, TLS_1_3_AND_TLS_1_2),
    twin(
        "ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06",
        "ELBSecurityPolicy-TLS13-1-2-Ext2-PQ-2025-09",
        FROM_1_2,
        ALL,
    ),
    own("ELBSecurityPolicy-TLS13-1-2-Ext2-PQ-2025-09", FROM_1_2, ALL),
    twin(
        "ELBSecurityPolicy-TLS13-1-2-2021-06",
        "ELBSecurityPolicy-TLS13-1-2-PQ-2025-09",
        FROM_1_2,
        TLS_1_3_AND_FORWARD_SECRET,
    ),
    own("ELBSecurityPolicy-TLS13-1-2-PQ-2025-09", FROM_1_2, TLS_1_3_AND_FORWARD_SECRET),
    twin(
        "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
        "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
        FROM_1_2,
        TLS_1_3_AND_RESTRICTED,
    ),
    own("ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09", FROM_1_2, TLS_1_3_AND_RESTRICTED),
    twin("ELBSecurityPolicy-TLS13-1-3-2021-06", "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09", FROM_1_3, TLS_1_3),
    own("ELBSecurityPolicy-TLS13-1-3-PQ-2025-09", FROM_1_3, TLS_1_3),
    own("ELBSecurityPolicy-TLS13-1-0-FIPS-2023-04", FROM_1_0, fips::ALL),
    own("ELBSecurityPolicy-TLS13-1-0-FIPS-PQ-2025-09", FROM_1_0, fips::ALL),
    own("ELBSecurityPolicy-TLS13-1-1-FIPS-2023-04", FROM_1_1, fips::ALL),
    own("ELBSecurityPolicy-TLS13-1-2-FIPS-2023-04", FROM_1_2, fips::FORWARD_SECRET_ONLY),
    own("ELBSecurityPolicy-TLS13-1-2-FIPS-PQ-2025-09", FROM_1_2, fips::FORWARD_SECRET_ONLY),
    own("ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04", FROM_1_2, fips::RESTRICTED_ONLY),
    own("ELBSecurityPolicy-TLS13-1-2-Res-FIPS-PQ-2025-09", FROM_1_2, fips::RESTRICTED_ONLY),
    own("ELBSecurityPolicy-TLS13-1-2-Ext0-FIPS-2023-04", FROM_1_2, fips::EXT0),
    own("ELBSecurityPolicy-TLS13-1-2-Ext0-FIPS-PQ-2025-09", FROM_1_2, fips::EXT0),
    own("ELBSecurityPolicy-TLS13-1-2-Ext1-FIPS-2023-04", FROM_1_2, fips::EXT1),
    own("ELBSecurityPolicy-TLS13-1-2-Ext1-FIPS-PQ-2025-09", FROM_1_2, fips::EXT1),
    own("ELBSecurityPolicy-TLS13-1-2-Ext2-FIPS-2023-04", FROM_1_2, fips::ALL),
    own("ELBSecurityPolicy-TLS13-1-2-Ext2-FIPS-PQ-2025-09", FROM_1_2, fips::ALL),
    own("ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04", FROM_1_3, fips::TLS_1_3),
    own("ELBSecurityPolicy-TLS13-1-3-FIPS-PQ-2025-09", FROM_1_3, fips::TLS_1_3),
    p384("ELBSecurityPolicy-TLS13-1-3-RFC9151-FIPS-2023-07", FROM_1_3, TLS_1_3_AES_256),
    p384("ELBSecurityPolicy-TLS13-1-2-RFC9151-FIPS-2023-07", FROM_1_2, rfc_9151::BOTH),
    p384("ELBSecurityPolicy-TLS13-1-2-Ext0-RFC9151-FIPS-2023-07", FROM_1_2, rfc_9151::BOTH_EXT0),
    own("ELBSecurityPolicy-TLS13-1-2-RFC9151-INTEROP1-FIPS-2023-07", FROM_1_2, rfc_9151::INTEROP1),
    own("ELBSecurityPolicy-TLS13-1-2-RFC9151-INTEROP2-FIPS-2023-07", FROM_1_2, rfc_9151::INTEROP2),
    own("ELBSecurityPolicy-TLS13-1-2-RFC9151-INTEROP3-FIPS-2023-07", FROM_1_2, rfc_9151::INTEROP3),
    own("ELBSecurityPolicy-TLS13-1-2-RFC9151-INTEROP4-FIPS-2023-07", FROM_1_2, rfc_9151::INTEROP4),
    p384("ELBSecurityPolicy-TLS12-1-2-RFC9151-2024-01", OLD_1_2, rfc_9151::TLS_1_2),
    p384("ELBSecurityPolicy-TLS12-1-2-Ext0-RFC9151-2024-01", OLD_1_2, rfc_9151::TLS_1_2_EXT0),
    p384("ELBSecurityPolicy-TLS13-1-3-CNSA2-INTEROP1-FIPS-PQ-2026-07", FROM_1_3, TLS_1_3_AES_256),
    p384("ELBSecurityPolicy-TLS13-1-2-CNSA2-INTEROP2-FIPS-PQ-2026-07", FROM_1_2, rfc_9151::BOTH),
    own("ELBSecurityPolicy-TLS13-1-2-CNSA2-INTEROP3-FIPS-PQ-2026-07", FROM_1_2, rfc_9151::INTEROP4),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s2n_knows_every_policy() {
        for policy in POLICIES {
            let named = s2n_tls::security::Policy::from_version(policy.s2n).expect("a name");
            let mut config = s2n_tls::config::Builder::new();
            config.set_security_policy(&named).unwrap_or_else(|error| panic!("{}: {error}", policy.name));
        }
    }

    #[test]
    fn the_counts_of_ciphers_are_elbs() {
        for (name, count) in [
            ("ELBSecurityPolicy-2016-08", 18),
            ("ELBSecurityPolicy-TLS-1-1-2017-01", 18),
            ("ELBSecurityPolicy-TLS-1-2-2017-01", 12),
            ("ELBSecurityPolicy-TLS13-1-2-2021-06", 11),
            ("ELBSecurityPolicy-TLS13-1-2-Res-2021-06", 7),
            ("ELBSecurityPolicy-TLS13-1-3-2021-06", 3),
            ("ELBSecurityPolicy-TLS13-1-0-2021-06", 21),
            ("ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06", 15),
            ("ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06", 21),
            ("ELBSecurityPolicy-TLS-1-0-2015-04", 19),
            ("ELBSecurityPolicy-TLS13-1-0-FIPS-2023-04", 20),
            ("ELBSecurityPolicy-TLS13-1-2-FIPS-2023-04", 10),
            ("ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04", 6),
            ("ELBSecurityPolicy-TLS13-1-2-Ext0-FIPS-2023-04", 14),
            ("ELBSecurityPolicy-TLS13-1-2-Ext1-FIPS-PQ-2025-09", 14),
            ("ELBSecurityPolicy-TLS13-1-2-Ext2-FIPS-PQ-2025-09", 20),
            ("ELBSecurityPolicy-TLS13-1-3-RFC9151-FIPS-2023-07", 1),
            ("ELBSecurityPolicy-TLS13-1-2-RFC9151-FIPS-2023-07", 3),
            ("ELBSecurityPolicy-TLS13-1-2-Ext0-RFC9151-FIPS-2023-07", 4),
            ("ELBSecurityPolicy-TLS13-1-2-RFC9151-INTEROP1-FIPS-2023-07", 6),
            ("ELBSecurityPolicy-TLS13-1-2-RFC9151-INTEROP2-FIPS-2023-07", 10),
            ("ELBSecurityPolicy-TLS13-1-2-RFC9151-INTEROP3-FIPS-2023-07", 14),
            ("ELBSecurityPolicy-TLS13-1-2-RFC9151-INTEROP4-FIPS-2023-07", 20),
            ("ELBSecurityPolicy-FS-2018-06", 12),
            ("ELBSecurityPolicy-FS-1-2-Res-2019-08", 8),
            ("ELBSecurityPolicy-FS-1-2-Res-2020-10", 4),
        ] {
            assert_eq!(policy(name).expect(name).ciphers.len(), count, "{name}");
        }
    }
}
