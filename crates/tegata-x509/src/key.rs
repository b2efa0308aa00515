//! Private keys and what signs with them.

use std::fmt;

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, ECDSA_P521_SHA512_ASN1_SIGNING,
    EcdsaKeyPair, EcdsaSigningAlgorithm, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair,
};
use const_oid::ObjectIdentifier;
use const_oid::db::{rfc5912, rfc8410};
use der::{Decode, Encode};
use x509_cert::spki::SubjectPublicKeyInfoRef;
use zeroize::Zeroizing;

use crate::Error;

/// Algorithms of keys in certificates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyAlgorithm {
    /// RSA with a modulus of 1024 bits: only ever read.
    Rsa1024,
    /// RSA with 2048 bits.
    Rsa2048,
    /// RSA with 3072 bits.
    Rsa3072,
    /// RSA with 4096 bits.
    Rsa4096,
    /// NIST P-256.
    EcPrime256v1,
    /// NIST P-384.
    EcSecp384r1,
    /// NIST P-521.
    EcSecp521r1,
}

impl KeyAlgorithm {
    /// Whether it is an elliptic curve.
    #[must_use]
    pub fn is_ec(self) -> bool {
        matches!(self, KeyAlgorithm::EcPrime256v1 | KeyAlgorithm::EcSecp384r1 | KeyAlgorithm::EcSecp521r1)
    }

    /// Length of the modulus, or of the curve's field, in bits.
    #[must_use]
    pub fn bits(self) -> u32 {
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

    /// ACM's name for it, such as `RSA_2048` or `EC_prime256v1`.
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

    /// The algorithm of ACM's name.
    #[must_use]
    pub fn parse(name: &str) -> Option<KeyAlgorithm> {
        use KeyAlgorithm::{EcPrime256v1, EcSecp384r1, EcSecp521r1, Rsa1024, Rsa2048, Rsa3072, Rsa4096};
        [Rsa1024, Rsa2048, Rsa3072, Rsa4096, EcPrime256v1, EcSecp384r1, EcSecp521r1]
            .into_iter()
            .find(|algorithm| algorithm.as_str() == name)
    }

    /// The algorithm of a SubjectPublicKeyInfo in DER (RFC 5280 §4.1.2.7).
    ///
    /// # Errors
    /// When it is none of ours.
    pub fn of_spki(spki: &[u8]) -> Result<KeyAlgorithm, Error> {
        let info =
            SubjectPublicKeyInfoRef::from_der(spki).map_err(|error| Error::form("a public key", error))?;
        match info.algorithm.oid {
            rfc5912::RSA_ENCRYPTION => rsa_size(info.subject_public_key.raw_bytes()),
            rfc5912::ID_EC_PUBLIC_KEY => {
                let parameters =
                    info.algorithm.parameters.ok_or(Error::Key("an elliptic curve without its name"))?;
                match parameters.decode_as::<ObjectIdentifier>() {
                    Ok(rfc5912::SECP_256_R_1) => Ok(KeyAlgorithm::EcPrime256v1),
                    Ok(rfc5912::SECP_384_R_1) => Ok(KeyAlgorithm::EcSecp384r1),
                    Ok(rfc5912::SECP_521_R_1) => Ok(KeyAlgorithm::EcSecp521r1),
                    _ => Err(Error::Key("its elliptic curve is not P-256, P-384 or P-521")),
                }
            }
            rfc8410::ID_ED_25519 => {
                Err(Error::Key("Ed25519 is not accepted in TLS certificates by ACM's services"))
            }
            _ => Err(Error::Key("its algorithm is neither RSA nor an elliptic curve")),
        }
    }
}

fn rsa_size(public_key: &[u8]) -> Result<KeyAlgorithm, Error> {
    let (modulus, _) = rsa_parts(public_key)?;
    match modulus.len() * 8 {
        1024 => Ok(KeyAlgorithm::Rsa1024),
        2048 => Ok(KeyAlgorithm::Rsa2048),
        3072 => Ok(KeyAlgorithm::Rsa3072),
        4096 => Ok(KeyAlgorithm::Rsa4096),
        _ => Err(Error::Key("its RSA modulus does not have 1024, 2048, 3072 or 4096 bits")),
    }
}

/// Modulus and exponent of an RSAPublicKey (RFC 8017 §A.1.1), without leading zeros.
pub(crate) fn rsa_parts(public_key: &[u8]) -> Result<(Vec<u8>, Vec<u8>), Error> {
    use der::asn1::UintRef;
    use der::{Reader, SliceReader};
    let read = || -> der::Result<(Vec<u8>, Vec<u8>)> {
        let mut reader = SliceReader::new(public_key)?;
        let parts = reader.sequence(|inner| {
            let modulus = UintRef::decode(inner)?;
            let exponent = UintRef::decode(inner)?;
            Ok::<_, der::Error>((modulus.as_bytes().to_vec(), exponent.as_bytes().to_vec()))
        })?;
        reader.finish()?;
        Ok(parts)
    };
    read().map_err(|error| Error::form("an RSA public key", error))
}

/// What signs certificates: a key in memory here, or one in an HSM elsewhere.
pub trait Signer: Send + Sync {
    /// The SubjectPublicKeyInfo, in DER.
    fn spki_der(&self) -> &[u8];

    /// The AlgorithmIdentifier of its signatures, in DER.
    fn signature_algorithm(&self) -> &'static [u8];

    /// Signs a message.
    ///
    /// # Errors
    /// When the key cannot be used.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error>;
}

/// A private key in memory. Prints nothing of itself.
pub struct PrivateKey {
    pair: Pair,
    algorithm: KeyAlgorithm,
    spki: Vec<u8>,
}

enum Pair {
    Rsa(Box<RsaKeyPair>),
    Ec(EcdsaKeyPair),
}

impl PrivateKey {
    /// Makes a key. RSA takes a tenth of a second and more: keep it off a request's path.
    ///
    /// # Errors
    /// For algorithms that are only ever read.
    pub fn generate(algorithm: KeyAlgorithm) -> Result<PrivateKey, Error> {
        let rsa = |size| RsaKeyPair::generate(size).map_err(|_| Error::Key("RSA could not be generated"));
        let pair = match algorithm {
            KeyAlgorithm::Rsa1024 => {
                return Err(Error::Key("RSA with 1024 bits is too weak to be generated"));
            }
            KeyAlgorithm::Rsa2048 => Pair::Rsa(Box::new(rsa(KeySize::Rsa2048)?)),
            KeyAlgorithm::Rsa3072 => Pair::Rsa(Box::new(rsa(KeySize::Rsa3072)?)),
            KeyAlgorithm::Rsa4096 => Pair::Rsa(Box::new(rsa(KeySize::Rsa4096)?)),
            ec => {
                let pair = EcdsaKeyPair::generate(curve(ec)?);
                Pair::Ec(pair.map_err(|_| Error::Key("an elliptic curve key could not be generated"))?)
            }
        };
        PrivateKey::of(pair, algorithm)
    }

    /// Reads a key from PKCS#8 (RFC 5208), unencrypted.
    ///
    /// # Errors
    /// When it is none of our algorithms.
    pub fn from_pkcs8_der(pkcs8: &[u8]) -> Result<PrivateKey, Error> {
        for algorithm in [KeyAlgorithm::EcPrime256v1, KeyAlgorithm::EcSecp384r1, KeyAlgorithm::EcSecp521r1] {
            if let Ok(pair) = EcdsaKeyPair::from_pkcs8(curve(algorithm)?, pkcs8) {
                return PrivateKey::of(Pair::Ec(pair), algorithm);
            }
        }
        let pair = RsaKeyPair::from_pkcs8(pkcs8)
            .map_err(|_| Error::Key("it is not a PKCS#8 key of RSA, P-256, P-384 or P-521"))?;
        let algorithm = rsa_size(pair.public_key().as_ref())?;
        PrivateKey::of(Pair::Rsa(Box::new(pair)), algorithm)
    }

    /// Reads an RSA key from PKCS#1 (RFC 8017 §A.1.2).
    ///
    /// # Errors
    /// When it is none, or of a length that is none of ours.
    pub fn from_pkcs1_der(pkcs1: &[u8]) -> Result<PrivateKey, Error> {
        let pair = RsaKeyPair::from_der(pkcs1).map_err(|_| Error::Key("it is not an RSA key"))?;
        let algorithm = rsa_size(pair.public_key().as_ref())?;
        PrivateKey::of(Pair::Rsa(Box::new(pair)), algorithm)
    }

    /// Reads an elliptic curve's key from SEC 1 (RFC 5915).
    ///
    /// # Errors
    /// When it is none of P-256, P-384 and P-521.
    pub fn from_sec1_der(sec1: &[u8]) -> Result<PrivateKey, Error> {
        for algorithm in [KeyAlgorithm::EcPrime256v1, KeyAlgorithm::EcSecp384r1, KeyAlgorithm::EcSecp521r1] {
            if let Ok(pair) = EcdsaKeyPair::from_private_key_der(curve(algorithm)?, sec1) {
                return PrivateKey::of(Pair::Ec(pair), algorithm);
            }
        }
        Err(Error::Key("it is not a key of P-256, P-384 or P-521"))
    }

    fn of(pair: Pair, algorithm: KeyAlgorithm) -> Result<PrivateKey, Error> {
        let unwritable = |_| Error::Key("its public key cannot be encoded");
        let spki = match &pair {
            Pair::Rsa(pair) => AsDer::as_der(pair.public_key()).map_err(unwritable)?.as_ref().to_vec(),
            Pair::Ec(pair) => AsDer::as_der(pair.public_key()).map_err(unwritable)?.as_ref().to_vec(),
        };
        Ok(PrivateKey { pair, algorithm, spki })
    }

    /// The key in PKCS#8, unencrypted: wiped when dropped.
    ///
    /// # Errors
    /// When aws-lc cannot write it.
    pub fn to_pkcs8_der(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
        let unwritable = |_| Error::Key("it cannot be encoded as PKCS#8");
        Ok(Zeroizing::new(match &self.pair {
            Pair::Rsa(pair) => {
                let pkcs8: aws_lc_rs::encoding::Pkcs8V1Der<'_> = pair.as_der().map_err(unwritable)?;
                pkcs8.as_ref().to_vec()
            }
            Pair::Ec(pair) => pair.to_pkcs8v1().map_err(unwritable)?.as_ref().to_vec(),
        }))
    }

    /// The key in PEM (`PRIVATE KEY`), unencrypted: wiped when dropped.
    ///
    /// # Errors
    /// When aws-lc cannot write it.
    pub fn to_pem(&self) -> Result<Zeroizing<String>, Error> {
        Ok(crate::pem::encode_key(&self.to_pkcs8_der()?))
    }

    /// Its algorithm.
    #[must_use]
    pub fn algorithm(&self) -> KeyAlgorithm {
        self.algorithm
    }

    /// Whether this is the private half of a certificate's key.
    #[must_use]
    pub fn belongs_to(&self, spki: &[u8]) -> bool {
        belongs(&self.spki, spki)
    }
}

/// Whether two public keys, as SubjectPublicKeyInfo in DER, are the same.
pub(crate) fn belongs(own: &[u8], other: &[u8]) -> bool {
    let parse = |der| SubjectPublicKeyInfoRef::from_der(der).ok();
    match (parse(own), parse(other)) {
        (Some(own), Some(other)) => {
            own.algorithm.oid == other.algorithm.oid && own.subject_public_key == other.subject_public_key
        }
        _ => false,
    }
}

fn curve(algorithm: KeyAlgorithm) -> Result<&'static EcdsaSigningAlgorithm, Error> {
    match algorithm {
        KeyAlgorithm::EcPrime256v1 => Ok(&ECDSA_P256_SHA256_ASN1_SIGNING),
        KeyAlgorithm::EcSecp384r1 => Ok(&ECDSA_P384_SHA384_ASN1_SIGNING),
        KeyAlgorithm::EcSecp521r1 => Ok(&ECDSA_P521_SHA512_ASN1_SIGNING),
        _ => Err(Error::Key("it is not an elliptic curve key")),
    }
}

/// sha256WithRSAEncryption with its NULL (RFC 4055 §5).
const SHA256_WITH_RSA: &[u8] =
    &[0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b, 0x05, 0x00];
/// ecdsa-with-SHA256, -SHA384, -SHA512 without parameters (RFC 5758 §3.2).
const ECDSA_WITH_SHA256: &[u8] = &[0x30, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
const ECDSA_WITH_SHA384: &[u8] = &[0x30, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x03];
const ECDSA_WITH_SHA512: &[u8] = &[0x30, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x04];

/// The signature algorithm that keys of an algorithm sign with here, as an AlgorithmIdentifier in DER.
#[must_use]
pub fn signature_algorithm_of(algorithm: KeyAlgorithm) -> &'static [u8] {
    match algorithm {
        KeyAlgorithm::EcPrime256v1 => ECDSA_WITH_SHA256,
        KeyAlgorithm::EcSecp384r1 => ECDSA_WITH_SHA384,
        KeyAlgorithm::EcSecp521r1 => ECDSA_WITH_SHA512,
        _ => SHA256_WITH_RSA,
    }
}

impl Signer for PrivateKey {
    fn spki_der(&self) -> &[u8] {
        &self.spki
    }

    fn signature_algorithm(&self) -> &'static [u8] {
        signature_algorithm_of(self.algorithm)
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        let failed = |_| Error::Key("signing failed");
        let random = SystemRandom::new();
        match &self.pair {
            Pair::Ec(pair) => Ok(pair.sign(&random, message).map_err(failed)?.as_ref().to_vec()),
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature).map_err(failed)?;
                Ok(signature)
            }
        }
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivateKey({})", self.algorithm.as_str())
    }
}

/// SHA-1 of a public key's bits: what RFC 5280 §4.2.1.2 (1) calls the key identifier. No security hangs on it.
///
/// # Errors
/// When the bytes are no SubjectPublicKeyInfo.
pub fn key_identifier(spki: &[u8]) -> Result<[u8; 20], Error> {
    let info = SubjectPublicKeyInfoRef::from_der(spki).map_err(|error| Error::form("a public key", error))?;
    let digest = aws_lc_rs::digest::digest(
        &aws_lc_rs::digest::SHA1_FOR_LEGACY_USE_ONLY,
        info.subject_public_key.raw_bytes(),
    );
    let mut identifier = [0; 20];
    identifier.copy_from_slice(digest.as_ref());
    Ok(identifier)
}

/// The DER of any value that `der` can write.
pub(crate) fn der_of(what: &'static str, value: &impl Encode) -> Result<Vec<u8>, Error> {
    value.to_der().map_err(|error| Error::value(what, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_survives_pkcs8() {
        for algorithm in [KeyAlgorithm::EcPrime256v1, KeyAlgorithm::EcSecp384r1, KeyAlgorithm::Rsa2048] {
            let key = PrivateKey::generate(algorithm).expect("a key");
            assert_eq!(KeyAlgorithm::of_spki(key.spki_der()), Ok(algorithm));
            let again =
                PrivateKey::from_pkcs8_der(&key.to_pkcs8_der().expect("pkcs8")).expect("the key again");
            assert_eq!(again.algorithm(), algorithm);
            assert!(again.belongs_to(key.spki_der()));
            let other = PrivateKey::generate(algorithm).expect("another key");
            assert!(!again.belongs_to(other.spki_der()));
            assert!(!format!("{key:?}").contains("30"), "a key prints nothing of itself");
        }
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for bytes in [&b""[..], b"\x30\x00", &[0xff; 64]] {
            assert!(PrivateKey::from_pkcs8_der(bytes).is_err());
            assert!(KeyAlgorithm::of_spki(bytes).is_err());
        }
    }
}
