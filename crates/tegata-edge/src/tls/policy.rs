//! Security policies: which protocol versions and cipher suites a listener accepts (ELB User Guide, "Security
//! policies for your Application Load Balancer").
//!
//! s2n-tls has ELB's policies under their own names. The plain `TLS13-…-2021-06` ones are taken from their `-PQ-2025-09`
//! twins, which have the same versions and suites, and hybrid groups for clients that ask for them.

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
}

/// The policy of that name.
#[must_use]
pub fn policy(name: &str) -> Option<&'static Policy> {
    POLICIES.iter().find(|policy| policy.name == name)
}

/// The same name of a cipher suite, for ever; `None` when no policy has it.
pub(crate) fn static_name(cipher_suite: &str) -> Option<&'static str> {
    ALL.iter().find(|name| **name == cipher_suite).copied()
}

/// All suites of TLS 1.3, then all others of any policy.
const ALL: &[&str] = &[
    "TLS_AES_128_GCM_SHA256",
    "TLS_AES_256_GCM_SHA384",
    "TLS_CHACHA20_POLY1305_SHA256",
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-RSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES128-SHA256",
    "ECDHE-RSA-AES128-SHA256",
    "ECDHE-ECDSA-AES128-SHA",
    "ECDHE-RSA-AES128-SHA",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-RSA-AES256-GCM-SHA384",
    "ECDHE-ECDSA-AES256-SHA384",
    "ECDHE-RSA-AES256-SHA384",
    "ECDHE-ECDSA-AES256-SHA",
    "ECDHE-RSA-AES256-SHA",
    "AES128-GCM-SHA256",
    "AES128-SHA256",
    "AES128-SHA",
    "AES256-GCM-SHA384",
    "AES256-SHA256",
    "AES256-SHA",
];

const TLS_1_3: &[&str] = ALL.split_at(3).0;

/// Everything before TLS 1.3.
const OLDER: &[&str] = ALL.split_at(3).1;

/// ECDHE, with the CBC suites of SHA-1.
const FORWARD_SECRET: &[&str] = OLDER.split_at(12).0;

/// Without the CBC suites of SHA-1.
const TLS_1_3_AND_WITHOUT_SHA_1: &[&str] = &[
    "TLS_AES_128_GCM_SHA256",
    "TLS_AES_256_GCM_SHA384",
    "TLS_CHACHA20_POLY1305_SHA256",
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-RSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES128-SHA256",
    "ECDHE-RSA-AES128-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-RSA-AES256-GCM-SHA384",
    "ECDHE-ECDSA-AES256-SHA384",
    "ECDHE-RSA-AES256-SHA384",
    "AES128-GCM-SHA256",
    "AES128-SHA256",
    "AES256-GCM-SHA384",
    "AES256-SHA256",
];

/// Also without RSA key exchange: ECDHE with GCM, and with CBC and SHA-2.
const TLS_1_3_AND_FORWARD_SECRET: &[&str] = TLS_1_3_AND_WITHOUT_SHA_1.split_at(11).0;

const TLS_1_2: &[&str] = TLS_1_3_AND_WITHOUT_SHA_1.split_at(3).1;

const TLS_1_2_AND_FORWARD_SECRET: &[&str] = TLS_1_3_AND_FORWARD_SECRET.split_at(3).1;

const TLS_1_3_AND_RESTRICTED: &[&str] = &[
    "TLS_AES_128_GCM_SHA256",
    "TLS_AES_256_GCM_SHA384",
    "TLS_CHACHA20_POLY1305_SHA256",
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-RSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-RSA-AES256-GCM-SHA384",
];

const TLS_1_2_AND_RESTRICTED: &[&str] = TLS_1_3_AND_RESTRICTED.split_at(3).1;

/// All policies.
pub const POLICIES: &[Policy] = &[
    Policy {
        name: "ELBSecurityPolicy-2016-08",
        protocols: &["TLSv1.2", "TLSv1.1", "TLSv1"],
        ciphers: OLDER,
        s2n: "ELBSecurityPolicy-2016-08",
    },
    Policy {
        name: "ELBSecurityPolicy-TLS-1-1-2017-01",
        protocols: &["TLSv1.2", "TLSv1.1"],
        ciphers: OLDER,
        s2n: "ELBSecurityPolicy-TLS-1-1-2017-01",
    },
    Policy {
        name: "ELBSecurityPolicy-TLS-1-2-2017-01",
        protocols: &["TLSv1.2"],
        ciphers: TLS_1_2,
        s2n: "ELBSecurityPolicy-TLS-1-2-2017-01",
    },
    Policy {
        name: "ELBSecurityPolicy-TLS-1-2-Ext-2018-06",
        protocols: &["TLSv1.2"],
        ciphers: OLDER,
        s2n: "ELBSecurityPolicy-TLS-1-2-Ext-2018-06",
    },
    Policy {
        name: "ELBSecurityPolicy-FS-2018-06",
        protocols: &["TLSv1.2", "TLSv1.1", "TLSv1"],
        ciphers: FORWARD_SECRET,
        s2n: "ELBSecurityPolicy-FS-2018-06",
    },
    Policy {
        name: "ELBSecurityPolicy-FS-1-1-2019-08",
        protocols: &["TLSv1.2", "TLSv1.1"],
        ciphers: FORWARD_SECRET,
        s2n: "ELBSecurityPolicy-FS-1-1-2019-08",
    },
    Policy {
        name: "ELBSecurityPolicy-FS-1-2-2019-08",
        protocols: &["TLSv1.2"],
        ciphers: FORWARD_SECRET,
        s2n: "ELBSecurityPolicy-FS-1-2-2019-08",
    },
    Policy {
        name: "ELBSecurityPolicy-FS-1-2-Res-2019-08",
        protocols: &["TLSv1.2"],
        ciphers: TLS_1_2_AND_FORWARD_SECRET,
        s2n: "ELBSecurityPolicy-FS-1-2-Res-2019-08",
    },
    Policy {
        name: "ELBSecurityPolicy-FS-1-2-Res-2020-10",
        protocols: &["TLSv1.2"],
        ciphers: TLS_1_2_AND_RESTRICTED,
        s2n: "ELBSecurityPolicy-FS-1-2-Res-2020-10",
    },
    Policy {
        name: "ELBSecurityPolicy-TLS13-1-0-2021-06",
        protocols: &["TLSv1.3", "TLSv1.2", "TLSv1.1", "TLSv1"],
        ciphers: ALL,
        s2n: "ELBSecurityPolicy-TLS13-1-0-PQ-2025-09",
    },
    Policy {
        name: "ELBSecurityPolicy-TLS13-1-0-PQ-2025-09",
        protocols: &["TLSv1.3", "TLSv1.2", "TLSv1.1", "TLSv1"],
        ciphers: ALL,
        s2n: "ELBSecurityPolicy-TLS13-1-0-PQ-2025-09",
    },
    Policy {
        name: "ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06",
        protocols: &["TLSv1.3", "TLSv1.2"],
        ciphers: TLS_1_3_AND_WITHOUT_SHA_1,
        s2n: "ELBSecurityPolicy-TLS13-1-2-Ext1-PQ-2025-09",
    },
    Policy {
        name: "ELBSecurityPolicy-TLS13-1-2-Ext1-PQ-2025-09",
        protocols: &["TLSv1.3", "TLSv1.2"],
        ciphers: TLS_1_3_AND_WITHOUT_SHA_1,
        s2n: "ELBSecurityPolicy-TLS13-1-2-Ext1-PQ-2025-09",
    },
    Policy {
        name: "ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06",
        protocols: &["TLSv1.3", "TLSv1.2"],
        ciphers: ALL,
        s2n: "ELBSecurityPolicy-TLS13-1-2-Ext2-PQ-2025-09",
    },
    Policy {
        name: "ELBSecurityPolicy-TLS13-1-2-Ext2-PQ-2025-09",
        protocols: &["TLSv1.3", "TLSv1.2"],
        ciphers: ALL,
        s2n: "ELBSecurityPolicy-TLS13-1-2-Ext2-PQ-2025-09",
    },
    Policy {
        name: "ELBSecurityPolicy-TLS13-1-2-2021-06",
        protocols: &["TLSv1.3", "TLSv1.2"],
        ciphers: TLS_1_3_AND_FORWARD_SECRET,
        s2n: "ELBSecurityPolicy-TLS13-1-2-PQ-2025-09",
    },
    Policy {
        name: "ELBSecurityPolicy-TLS13-1-2-PQ-2025-09",
        protocols: &["TLSv1.3", "TLSv1.2"],
        ciphers: TLS_1_3_AND_FORWARD_SECRET,
        s2n: "ELBSecurityPolicy-TLS13-1-2-PQ-2025-09",
    },
    Policy {
        name: "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
        protocols: &["TLSv1.3", "TLSv1.2"],
        ciphers: TLS_1_3_AND_RESTRICTED,
        s2n: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
    },
    Policy {
        name: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
        protocols: &["TLSv1.3", "TLSv1.2"],
        ciphers: TLS_1_3_AND_RESTRICTED,
        s2n: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
    },
    Policy {
        name: "ELBSecurityPolicy-TLS13-1-3-2021-06",
        protocols: &["TLSv1.3"],
        ciphers: TLS_1_3,
        s2n: "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09",
    },
    Policy {
        name: "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09",
        protocols: &["TLSv1.3"],
        ciphers: TLS_1_3,
        s2n: "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09",
    },
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
            ("ELBSecurityPolicy-FS-2018-06", 12),
            ("ELBSecurityPolicy-FS-1-2-Res-2019-08", 8),
            ("ELBSecurityPolicy-FS-1-2-Res-2020-10", 4),
        ] {
            assert_eq!(policy(name).expect(name).ciphers.len(), count, "{name}");
        }
    }
}
