//! That and why a certificate was revoked.

use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// That and why a certificate was revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revoked {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: RevocationReason,
}

/// Why a certificate is revoked (ACM API, `RevocationReason`; RFC 5280 §5.3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RevocationReason {
    /// No reason given.
    Unspecified,
    /// The key got into other hands.
    KeyCompromise,
    /// The authority's key did.
    CaCompromise,
    /// The subject's name or other data changed.
    AffiliationChanged,
    /// Another one has taken its place; ACM also takes the word misspelt as `SUPERCEDED`.
    Superseded,
    /// It is not needed any more.
    CessationOfOperation,
    /// Held for now.
    CertificateHold,
    /// Taken off a list again.
    RemoveFromCrl,
    /// A privilege in it was withdrawn.
    PrivilegeWithdrawn,
    /// An attribute authority's key got into other hands.
    #[serde(rename = "A_A_COMPROMISE")]
    AaCompromise,
}

impl RevocationReason {
    /// Every reason.
    pub const ALL: [RevocationReason; 10] = [
        RevocationReason::Unspecified,
        RevocationReason::KeyCompromise,
        RevocationReason::CaCompromise,
        RevocationReason::AffiliationChanged,
        RevocationReason::Superseded,
        RevocationReason::CessationOfOperation,
        RevocationReason::CertificateHold,
        RevocationReason::RemoveFromCrl,
        RevocationReason::PrivilegeWithdrawn,
        RevocationReason::AaCompromise,
    ];

    /// Whether a certificate may be revoked permanently with it. A hold is for a while, and taking something off a list
    /// undoes one (RFC 5280 §5.3.1); neither is for certificates of TLS servers (CA/B Baseline Requirements §7.2.2).
    #[must_use]
    pub fn is_permanent(self) -> bool {
        !matches!(self, RevocationReason::CertificateHold | RevocationReason::RemoveFromCrl)
    }

    /// ACM's name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            RevocationReason::Unspecified => "UNSPECIFIED",
            RevocationReason::KeyCompromise => "KEY_COMPROMISE",
            RevocationReason::CaCompromise => "CA_COMPROMISE",
            RevocationReason::AffiliationChanged => "AFFILIATION_CHANGED",
            RevocationReason::Superseded => "SUPERSEDED",
            RevocationReason::CessationOfOperation => "CESSATION_OF_OPERATION",
            RevocationReason::CertificateHold => "CERTIFICATE_HOLD",
            RevocationReason::RemoveFromCrl => "REMOVE_FROM_CRL",
            RevocationReason::PrivilegeWithdrawn => "PRIVILEGE_WITHDRAWN",
            RevocationReason::AaCompromise => "A_A_COMPROMISE",
        }
    }
}

impl FromStr for RevocationReason {
    type Err = ();

    /// Reads ACM's name, the misspelt `SUPERCEDED` of its model included.
    fn from_str(text: &str) -> Result<RevocationReason, ()> {
        let text = if text == "SUPERCEDED" { "SUPERSEDED" } else { text };
        RevocationReason::ALL.into_iter().find(|reason| reason.as_str() == text).ok_or(())
    }
}
