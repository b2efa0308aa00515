//! Private keys as their owners keep them: PKCS#8 (RFC 5208), PKCS#1 (RFC 8017 §A.1.2) and SEC 1 (RFC 5915), in PEM.

use const_oid::ObjectIdentifier;
use const_oid::db::{rfc5912, rfc8410};
use der::asn1::{AnyRef, OctetStringRef};
use der::{Decode, Encode, Reader, Sequence, SliceReader, asn1::UintRef};
use x509_cert::spki::AlgorithmIdentifierRef;
use zeroize::Zeroizing;

use crate::Error;
use crate::key::{KeyAlgorithm, PrivateKey, Signer, belongs, der_of};
use crate::strict_pem::{self, PemFault};

/// A private key that was read from a file: it may be kept, and it knows which certificates it belongs to.
///
/// aws-lc takes no RSA key under 2048 bits, so of a 1024-bit one only its form and its public half are known to be
/// right. Nothing can sign with it here.
pub struct KeyFile {
    algorithm: KeyAlgorithm,
    pkcs8: Zeroizing<Vec<u8>>,
    spki: Vec<u8>,
}

/// Why a file holds no private key that can be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// It is not strictly PEM.
    #[error("{0}")]
    Pem(PemFault),
    /// It is under a passphrase.
    #[error("it is encrypted")]
    Encrypted,
    /// Something other than one private key.
    #[error("{} found, but exactly one private key is expected", .0.join(" and "))]
    NotOneKey(Vec<String>),
    /// RSA, of a length that is none of ours.
    #[error("its RSA modulus has {bits} bits")]
    Length {
        /// Of the modulus.
        bits: usize,
    },
    /// Neither RSA nor one of our curves.
    #[error("{0}")]
    Unsupported(&'static str),
    /// Not of the structure that its label promises, or inconsistent in itself.
    #[error("its content does not match its label, or is damaged")]
    Damaged,
}

/// How many blocks a file with a key may have: the key, and before it the parameters of its curve.
const BLOCKS_MAX: usize = 2;
const RSA: &str = "RSA PRIVATE KEY";
const EC: &str = "EC PRIVATE KEY";

impl KeyFile {
    /// Reads a key. What stands before it under `EC PARAMETERS`, as OpenSSL writes it, is dropped: the key names its
    /// curve by itself.
    ///
    /// # Errors
    /// When there is not exactly one, or one that cannot be used.
    pub fn read(text: &[u8]) -> Result<KeyFile, KeyFault> {
        let blocks = strict_pem::read(text, BLOCKS_MAX).map_err(|fault| match fault {
            PemFault::Encrypted { .. } => KeyFault::Encrypted,
            fault => KeyFault::Pem(fault),
        })?;
        let key = match blocks.as_slice() {
            [key] => key,
            [parameters, key] if parameters.label == "EC PARAMETERS" => key,
            others => {
                return Err(KeyFault::NotOneKey(others.iter().map(|block| block.label.clone()).collect()));
            }
        };
        match key.label.as_str() {
            "PRIVATE KEY" => of_pkcs8(&key.bytes),
            RSA => of_pkcs1(&key.bytes),
            EC => of_sec1(&key.bytes),
            "ENCRYPTED PRIVATE KEY" => Err(KeyFault::Encrypted),
            other => Err(KeyFault::NotOneKey(vec![other.to_owned()])),
        }
    }

    /// Its algorithm.
    #[must_use]
    pub fn algorithm(&self) -> KeyAlgorithm {
        self.algorithm
    }

    /// The key in PKCS#8, unencrypted: wiped when dropped.
    #[must_use]
    pub fn pkcs8_der(&self) -> &Zeroizing<Vec<u8>> {
        &self.pkcs8
    }

    /// Whether this is the private half of a certificate's key.
    #[must_use]
    pub fn belongs_to(&self, spki: &[u8]) -> bool {
        belongs(&self.spki, spki)
    }
}

impl std::fmt::Debug for KeyFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KeyFile({})", self.algorithm.as_str())
    }
}

/// PrivateKeyInfo (RFC 5208 §5), and its second version (RFC 5958 §2), as far as it is read here.
#[derive(Sequence)]
struct PrivateKeyInfo<'a> {
    version: u8,
    algorithm: AlgorithmIdentifierRef<'a>,
    key: &'a OctetStringRef,
}

/// A key inside a PKCS#8 envelope, in the form of its algorithm.
pub enum EnclosedKey {
    /// RSAPrivateKey in DER (RFC 8017 §A.1.2).
    Rsa(Zeroizing<Vec<u8>>),
    /// The 32 octets of an Ed25519 key (RFC 8410 §7).
    Ed25519(Zeroizing<Vec<u8>>),
}

/// Takes the key out of a PKCS#8 envelope, for libraries that read it without one.
///
/// # Errors
/// When it is damaged, or of neither algorithm.
pub fn enclosed_key(pkcs8: &[u8]) -> Result<EnclosedKey, KeyFault> {
    let info = first_members(pkcs8).map_err(|_| KeyFault::Damaged)?;
    match info.algorithm.oid {
        rfc5912::RSA_ENCRYPTION => Ok(EnclosedKey::Rsa(Zeroizing::new(info.key.as_bytes().to_vec()))),
        rfc8410::ID_ED_25519 => {
            let key = <&OctetStringRef>::from_der(info.key.as_bytes()).map_err(|_| KeyFault::Damaged)?;
            Ok(EnclosedKey::Ed25519(Zeroizing::new(key.as_bytes().to_vec())))
        }
        _ => Err(KeyFault::Unsupported("its algorithm is neither RSA nor Ed25519")),
    }
}

/// RSAPrivateKey (RFC 8017 §A.1.2).
#[derive(Sequence)]
struct RsaPrivateKey<'a> {
    version: u8,
    modulus: UintRef<'a>,
    public_exponent: UintRef<'a>,
    private_exponent: UintRef<'a>,
    prime1: UintRef<'a>,
    prime2: UintRef<'a>,
    exponent1: UintRef<'a>,
    exponent2: UintRef<'a>,
    coefficient: UintRef<'a>,
}

/// RSAPublicKey (RFC 8017 §A.1.1).
#[derive(Sequence)]
struct RsaPublicKey<'a> {
    modulus: UintRef<'a>,
    public_exponent: UintRef<'a>,
}

/// ECPrivateKey (RFC 5915 §3).
#[derive(Sequence)]
struct EcPrivateKey<'a> {
    version: u8,
    key: &'a OctetStringRef,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    parameters: Option<AnyRef<'a>>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    public_key: Option<AnyRef<'a>>,
}

fn of_pkcs8(der: &[u8]) -> Result<KeyFile, KeyFault> {
    let info = first_members(der).map_err(|_| KeyFault::Damaged)?;
    match info.algorithm.oid {
        rfc5912::RSA_ENCRYPTION => {
            if let Some(weak) = weak_rsa(info.key.as_bytes())? {
                return Ok(weak);
            }
        }
        rfc5912::ID_EC_PUBLIC_KEY => check_curve(info.algorithm.parameters)?,
        _ => return Err(KeyFault::Unsupported("its algorithm is neither RSA nor an elliptic curve")),
    }
    kept(PrivateKey::from_pkcs8_der(der))
}

/// Version, algorithm and key; the attributes and public key that may follow say nothing that is needed.
fn first_members(der: &[u8]) -> der::Result<PrivateKeyInfo<'_>> {
    let mut reader = SliceReader::new(der)?;
    let info = reader.sequence(|inner| {
        let info =
            PrivateKeyInfo { version: inner.decode()?, algorithm: inner.decode()?, key: inner.decode()? };
        let rest = inner.remaining_len();
        inner.read_slice(rest)?;
        Ok::<_, der::Error>(info)
    })?;
    reader.finish()?;
    Ok(info)
}

fn of_pkcs1(der: &[u8]) -> Result<KeyFile, KeyFault> {
    match weak_rsa(der)? {
        Some(weak) => Ok(weak),
        None => kept(PrivateKey::from_pkcs1_der(der)),
    }
}

fn of_sec1(der: &[u8]) -> Result<KeyFile, KeyFault> {
    let key = EcPrivateKey::from_der(der).map_err(|_| KeyFault::Damaged)?;
    if key.parameters.is_some() {
        check_curve(key.parameters)?;
    }
    kept(PrivateKey::from_sec1_der(der))
}

/// Refuses curves that are none of ours by what they are, and not as damaged keys.
fn check_curve(parameters: Option<AnyRef<'_>>) -> Result<(), KeyFault> {
    let curve = parameters.ok_or(KeyFault::Damaged)?.decode_as::<ObjectIdentifier>();
    match curve {
        Ok(rfc5912::SECP_256_R_1 | rfc5912::SECP_384_R_1 | rfc5912::SECP_521_R_1) => Ok(()),
        Ok(_) => Err(KeyFault::Unsupported("its elliptic curve is not P-256, P-384 or P-521")),
        Err(_) => Err(KeyFault::Unsupported("its elliptic curve is not given by its name")),
    }
}

fn kept(key: Result<PrivateKey, Error>) -> Result<KeyFile, KeyFault> {
    let key = key.map_err(|_| KeyFault::Damaged)?;
    let pkcs8 = key.to_pkcs8_der().map_err(|_| KeyFault::Damaged)?;
    Ok(KeyFile { algorithm: key.algorithm(), pkcs8, spki: key.spki_der().to_vec() })
}

/// A key of 1024 bits, which aws-lc does not take; `None` for the lengths that it does.
fn weak_rsa(pkcs1: &[u8]) -> Result<Option<KeyFile>, KeyFault> {
    let key = RsaPrivateKey::from_der(pkcs1).map_err(|_| KeyFault::Damaged)?;
    let modulus = key.modulus.as_bytes();
    let bits = modulus.first().map_or(0, |first| modulus.len() * 8 - first.leading_zeros() as usize);
    match bits {
        2048 | 3072 | 4096 => return Ok(None),
        1024 => {}
        bits => return Err(KeyFault::Length { bits }),
    }
    let algorithm = AlgorithmIdentifierRef { oid: rfc5912::RSA_ENCRYPTION, parameters: Some(AnyRef::NULL) };
    let written = || -> Result<KeyFile, Error> {
        let public = RsaPublicKey { modulus: key.modulus, public_exponent: key.public_exponent };
        let public = der_of("a public key", &public)?;
        let bits = der::asn1::BitStringRef::from_bytes(&public);
        let bits = bits.map_err(|error| Error::value("a public key", error))?;
        let spki = x509_cert::spki::SubjectPublicKeyInfoRef { algorithm, subject_public_key: bits };
        let key = OctetStringRef::new(pkcs1).map_err(|error| Error::value("a private key", error))?;
        let info = PrivateKeyInfo { version: 0, algorithm, key };
        let mut pkcs8 = Zeroizing::new(Vec::with_capacity(pkcs1.len() + 64));
        info.encode_to_vec(&mut pkcs8).map_err(|error| Error::value("a private key", error))?;
        Ok(KeyFile { algorithm: KeyAlgorithm::Rsa1024, pkcs8, spki: der_of("a public key", &spki)? })
    };
    written().map(Some).map_err(|_| KeyFault::Damaged)
}

#[cfg(test)]
mod tests;
