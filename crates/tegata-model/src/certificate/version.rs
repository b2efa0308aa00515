//! Versions: what is issued again and again under one identifier.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Serial;
use crate::AuthorityId;

/// One issued version of a certificate, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Counts up from 1 within the certificate.
    pub number: u32,
    /// Its serial number; unique among those that this instance's authorities sign.
    pub serial: Serial,
    /// First moment of validity.
    pub not_before: Timestamp,
    /// Last moment of validity.
    pub not_after: Timestamp,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// Which intermediate of this instance signed it; `None` when it was imported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority: Option<AuthorityId>,
    /// `O` of the issuer's name: what ACM calls the issuer.
    pub issuer: String,
    /// The signature's algorithm as ACM writes it, such as `SHA256WITHECDSA`.
    pub signature_algorithm: String,
}

impl Version {
    /// The length in bits of the hash that it is signed with; 0 for MD5 and for what is not known.
    #[must_use]
    pub fn hash_bits(&self) -> u32 {
        let algorithm = self.signature_algorithm.to_ascii_uppercase();
        let Some((_, after)) = algorithm.split_once("SHA") else { return 0 };
        let after = after.strip_prefix('-').unwrap_or(after);
        let digits = after.find(|letter: char| !letter.is_ascii_digit()).map_or(after, |end| &after[..end]);
        match digits.parse() {
            Ok(1) => 160,
            Ok(bits) => bits,
            Err(_) => 0,
        }
    }
}

/// An export: key and certificate have left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exported {
    /// Which version left last.
    pub version: u32,
    /// When.
    pub at: Timestamp,
}
