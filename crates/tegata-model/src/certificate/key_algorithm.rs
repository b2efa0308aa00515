//! Key algorithms, in ACM's names.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::authority::KeyFamily;

/// Which key a certificate has (ACM User Guide, "Certificate characteristics").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum KeyAlgorithm {
    /// RSA with a modulus of 1024 bits: imported only.
    #[serde(rename = "RSA_1024")]
    Rsa1024,
    /// RSA with 2048 bits.
    #[serde(rename = "RSA_2048")]
    Rsa2048,
    /// RSA with 3072 bits: imported only.
    #[serde(rename = "RSA_3072")]
    Rsa3072,
    /// RSA with 4096 bits: imported only.
    #[serde(rename = "RSA_4096")]
    Rsa4096,
    /// ECDSA on P-256.
    #[serde(rename = "EC_prime256v1")]
    EcPrime256v1,
    /// ECDSA on P-384.
    #[serde(rename = "EC_secp384r1")]
    EcSecp384r1,
    /// ECDSA on P-521: imported only.
    #[serde(rename = "EC_secp521r1")]
    EcSecp521r1,
}

impl KeyAlgorithm {
    /// Every algorithm.
    pub const ALL: [KeyAlgorithm; 7] = [
        KeyAlgorithm::Rsa1024,
        KeyAlgorithm::Rsa2048,
        KeyAlgorithm::Rsa3072,
        KeyAlgorithm::Rsa4096,
        KeyAlgorithm::EcPrime256v1,
        KeyAlgorithm::EcSecp384r1,
        KeyAlgorithm::EcSecp521r1,
    ];

    /// ACM's name in requests, lists and filters; its descriptions write hyphens.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            KeyAlgorithm::Rsa1024 => "RSA_1024",
            KeyAlgorithm::Rsa2048 => "RSA_2048",
            KeyAlgorithm::Rsa3072 => "RSA_3072",
            KeyAlgorithm::Rsa4096 => "RSA_4096",
            KeyAlgorithm::EcPrime256v1 => "EC_prime256v1",
            KeyAlgorithm::EcSecp384r1 => "EC_secp384r1",
            KeyAlgorithm::EcSecp521r1 => "EC_secp521r1",
        }
    }

    /// Whether a certificate with such a key may be requested; the others can be imported.
    #[must_use]
    pub fn may_be_requested(self) -> bool {
        matches!(self, KeyAlgorithm::Rsa2048 | KeyAlgorithm::EcPrime256v1 | KeyAlgorithm::EcSecp384r1)
    }

    /// The key's size, in bits: of the modulus, or of the curve's field.
    #[must_use]
    pub fn bits(self) -> u16 {
        match self {
            KeyAlgorithm::Rsa1024 => 1024,
            KeyAlgorithm::Rsa2048 => 2048,
            KeyAlgorithm::Rsa3072 => 3072,
            KeyAlgorithm::Rsa4096 => 4096,
            KeyAlgorithm::EcPrime256v1 => 256,
            KeyAlgorithm::EcSecp384r1 => 384,
            KeyAlgorithm::EcSecp521r1 => 521,
        }
    }

    /// Which authorities sign it: families are not mixed.
    #[must_use]
    pub fn family(self) -> KeyFamily {
        match self {
            KeyAlgorithm::Rsa1024 | KeyAlgorithm::Rsa2048 | KeyAlgorithm::Rsa3072 | KeyAlgorithm::Rsa4096 => {
                KeyFamily::Rsa
            }
            KeyAlgorithm::EcPrime256v1 | KeyAlgorithm::EcSecp384r1 | KeyAlgorithm::EcSecp521r1 => {
                KeyFamily::Ec
            }
        }
    }

    /// What the key of a leaf issued here is used for (RFC 5280 §4.2.1.3), in ACM's names: an RSA key also
    /// carries TLS 1.2's key transport, an EC key cannot.
    #[must_use]
    pub fn key_usages(self) -> &'static [&'static str] {
        match self.family() {
            KeyFamily::Rsa => &["DIGITAL_SIGNATURE", "KEY_ENCIPHERMENT"],
            KeyFamily::Ec => &["DIGITAL_SIGNATURE"],
        }
    }

    /// How ACM names the signature while there is none yet: by the key's family.
    #[must_use]
    pub fn expected_signature_algorithm(self) -> &'static str {
        match self.family() {
            KeyFamily::Rsa => "SHA256WITHRSA",
            KeyFamily::Ec => "SHA256WITHECDSA",
        }
    }
}

impl FromStr for KeyAlgorithm {
    type Err = ();

    fn from_str(text: &str) -> Result<KeyAlgorithm, ()> {
        KeyAlgorithm::ALL.into_iter().find(|algorithm| algorithm.as_str() == text).ok_or(())
    }
}
