//! Lists of cipher suites that security policies have, by OpenSSL's names, in order of preference (ELB User Guide,
//! "Security policies for your Application Load Balancer").

/// Suites of TLS 1.3.
pub(super) const TLS_1_3: &[&str] =
    &["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"];

/// Those of them with AES.
const TLS_1_3_AES: &[&str] = TLS_1_3.split_at(2).0;

/// The one for secrets of the highest class (RFC 9151 §4).
pub(super) const TLS_1_3_AES_256: &[&str] = TLS_1_3_AES.split_at(1).1;

/// The suites of TLS 1.2 and before that most policies choose from.
pub(super) const OLDER: &[&str] = &[
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

/// Also with triple DES.
pub(super) const OLDEST: &[&str] = &join::<19>(OLDER, &["DES-CBC3-SHA"]);

/// ECDHE, with the CBC suites of SHA-1.
pub(super) const FORWARD_SECRET: &[&str] = OLDER.split_at(12).0;

/// Without the CBC suites of SHA-1.
pub(super) const TLS_1_2: &[&str] = &[
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
pub(super) const TLS_1_2_FORWARD_SECRET: &[&str] = TLS_1_2.split_at(8).0;

/// ECDHE with GCM.
pub(super) const RESTRICTED: &[&str] = &[
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-RSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-RSA-AES256-GCM-SHA384",
];

/// ECDHE with GCM and 256 bits; then RSA key exchange with them.
const RFC_9151_EXT0: &[&str] =
    &["ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-RSA-AES256-GCM-SHA384", "AES256-GCM-SHA384"];

const RFC_9151: &[&str] = RFC_9151_EXT0.split_at(2).0;

pub(super) const ALL: &[&str] = &join::<21>(TLS_1_3, OLDER);
pub(super) const TLS_1_3_AND_TLS_1_2: &[&str] = &join::<15>(TLS_1_3, TLS_1_2);
pub(super) const TLS_1_3_AND_FORWARD_SECRET: &[&str] = &join::<11>(TLS_1_3, TLS_1_2_FORWARD_SECRET);
pub(super) const TLS_1_3_AND_RESTRICTED: &[&str] = &join::<7>(TLS_1_3, RESTRICTED);

/// The lists of the policies with FIPS in their names, which leave ChaCha20 out.
pub(super) mod fips {
    use super::{FORWARD_SECRET, OLDER, RESTRICTED, TLS_1_2, TLS_1_2_FORWARD_SECRET, TLS_1_3_AES, join};

    pub(in super::super) const TLS_1_3: &[&str] = TLS_1_3_AES;
    pub(in super::super) const ALL: &[&str] = &join::<20>(TLS_1_3_AES, OLDER);
    pub(in super::super) const FORWARD_SECRET_ONLY: &[&str] =
        &join::<10>(TLS_1_3_AES, TLS_1_2_FORWARD_SECRET);
    pub(in super::super) const RESTRICTED_ONLY: &[&str] = &join::<6>(TLS_1_3_AES, RESTRICTED);
    pub(in super::super) const EXT0: &[&str] = &join::<14>(TLS_1_3_AES, FORWARD_SECRET);
    pub(in super::super) const EXT1: &[&str] = &join::<14>(TLS_1_3_AES, TLS_1_2);
}

/// The lists of RFC 9151 and CNSA 2.0, which put 256 bits first.
pub(super) mod rfc_9151 {
    use super::{RFC_9151, RFC_9151_EXT0, TLS_1_3_AES_256, join};

    pub(in super::super) const TLS_1_2: &[&str] = RFC_9151;
    pub(in super::super) const TLS_1_2_EXT0: &[&str] = RFC_9151_EXT0;
    pub(in super::super) const BOTH: &[&str] = &join::<3>(TLS_1_3_AES_256, RFC_9151);
    pub(in super::super) const BOTH_EXT0: &[&str] = &join::<4>(TLS_1_3_AES_256, RFC_9151_EXT0);
    pub(in super::super) const INTEROP1: &[&str] = &[
        "TLS_AES_256_GCM_SHA384",
        "TLS_AES_128_GCM_SHA256",
        "ECDHE-ECDSA-AES256-GCM-SHA384",
        "ECDHE-RSA-AES256-GCM-SHA384",
        "ECDHE-ECDSA-AES128-GCM-SHA256",
        "ECDHE-RSA-AES128-GCM-SHA256",
    ];
    pub(in super::super) const INTEROP2: &[&str] = &[
        "TLS_AES_256_GCM_SHA384",
        "TLS_AES_128_GCM_SHA256",
        "ECDHE-ECDSA-AES256-GCM-SHA384",
        "ECDHE-RSA-AES256-GCM-SHA384",
        "ECDHE-ECDSA-AES256-SHA384",
        "ECDHE-RSA-AES256-SHA384",
        "ECDHE-ECDSA-AES128-GCM-SHA256",
        "ECDHE-RSA-AES128-GCM-SHA256",
        "ECDHE-ECDSA-AES128-SHA256",
        "ECDHE-RSA-AES128-SHA256",
    ];
    pub(in super::super) const INTEROP3: &[&str] = INTEROP4.split_at(14).0;
    pub(in super::super) const INTEROP4: &[&str] = &[
        "TLS_AES_256_GCM_SHA384",
        "TLS_AES_128_GCM_SHA256",
        "ECDHE-ECDSA-AES256-GCM-SHA384",
        "ECDHE-RSA-AES256-GCM-SHA384",
        "ECDHE-ECDSA-AES256-SHA384",
        "ECDHE-RSA-AES256-SHA384",
        "ECDHE-ECDSA-AES256-SHA",
        "ECDHE-RSA-AES256-SHA",
        "ECDHE-ECDSA-AES128-GCM-SHA256",
        "ECDHE-RSA-AES128-GCM-SHA256",
        "ECDHE-ECDSA-AES128-SHA256",
        "ECDHE-RSA-AES128-SHA256",
        "ECDHE-ECDSA-AES128-SHA",
        "ECDHE-RSA-AES128-SHA",
        "AES256-GCM-SHA384",
        "AES256-SHA256",
        "AES256-SHA",
        "AES128-GCM-SHA256",
        "AES128-SHA256",
        "AES128-SHA",
    ];
}

/// Two lists as one, of `N` suites.
const fn join<const N: usize>(first: &[&'static str], second: &[&'static str]) -> [&'static str; N] {
    assert!(first.len() + second.len() == N, "the count of suites");
    let mut all = [""; N];
    let mut at = 0;
    while at < N {
        all[at] = if at < first.len() { first[at] } else { second[at - first.len()] };
        at += 1;
    }
    all
}
