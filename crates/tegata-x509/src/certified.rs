//! Certificates one by one: what each says, and whether one certifies another (RFC 5280 §6.1.3, §6.1.4).
//!
//! [`crate::chain::verify`] searches a path to an anchor. Here a chain is given in its order and no anchor is trusted;
//! what is wanted is which link does not hold, and why.

use aws_lc_rs::signature::{
    RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY, RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY,
    RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY, RsaParameters, UnparsedPublicKey,
};
use const_oid::ObjectIdentifier;
use const_oid::db::rfc5912;
use der::{AnyRef, Decode, Encode, Reader, SliceReader};
use rustls_pki_types::CertificateDer;
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert};
use x509_cert::{AlgorithmIdentifier, SubjectPublicKeyInfo};

use crate::Error;
use crate::describe::{self, Description};

/// A certificate that was read.
pub struct ReadCertificate {
    der: Vec<u8>,
    parsed: x509_cert::Certificate,
    description: Description,
    spki: Vec<u8>,
}

/// Why one certificate does not certify another.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotCertified {
    /// It is not whom the other names.
    #[error("its subject is {subject:?}, but the issuer of the certificate before it is {issuer:?}")]
    Name {
        /// Whose it is.
        subject: String,
        /// Whom the other names.
        issuer: String,
    },
    /// It is no authority's (RFC 5280 §4.2.1.9).
    #[error("its basic constraints do not allow it to issue certificates")]
    NotAuthority,
    /// Its key is not for signing certificates (RFC 5280 §4.2.1.3).
    #[error("its key usage does not allow it to sign certificates")]
    KeyUsage,
    /// More authorities stand below it than it lets (RFC 5280 §4.2.1.9).
    #[error("its path length allows at most {limit} authorities below it")]
    PathLength {
        /// How many it lets.
        limit: u8,
    },
    /// The other is signed by an algorithm that is not known here, or not with such a key.
    #[error("the certificate before it is signed with {0}, which is not supported or does not match its key")]
    Algorithm(String),
    /// The signature is another's, or the certificate was changed.
    #[error("its key did not sign the certificate before it")]
    Signature,
}

impl ReadCertificate {
    /// Reads a certificate in DER.
    ///
    /// # Errors
    /// When the bytes are no certificate.
    pub fn read(der: &[u8]) -> Result<ReadCertificate, Error> {
        let parsed = describe::parse(der)?;
        let description = describe::of(&parsed, der)?;
        let spki = parsed.tbs_certificate().subject_public_key_info().to_der();
        let spki = spki.map_err(|error| Error::form("a public key", error))?;
        Ok(ReadCertificate { der: der.to_vec(), parsed, description, spki })
    }

    /// The certificate, in DER.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// What it says.
    #[must_use]
    pub fn description(&self) -> &Description {
        &self.description
    }

    /// Its public key, as SubjectPublicKeyInfo in DER.
    #[must_use]
    pub fn spki_der(&self) -> &[u8] {
        &self.spki
    }

    /// Whether it is of this subject: a distinguished name, inside of its SEQUENCE.
    pub(crate) fn has_subject(&self, subject: &[u8]) -> bool {
        let der = CertificateDer::from_slice(&self.der);
        EndEntityCert::try_from(&der).is_ok_and(|certificate| certificate.subject() == subject)
    }

    /// Its public key.
    pub(crate) fn spki(&self) -> &SubjectPublicKeyInfo {
        self.parsed.tbs_certificate().subject_public_key_info()
    }

    /// Whether its issuer has a name at all (RFC 5280 §4.1.2.4).
    #[must_use]
    pub fn names_issuer(&self) -> bool {
        !self.description.issuer.is_empty()
    }

    /// Whether it names itself as its issuer, and its own key signed it.
    #[must_use]
    pub fn is_self_signed(&self) -> bool {
        let tbs = self.parsed.tbs_certificate();
        tbs.issuer() == tbs.subject() && self.signed(self).is_ok()
    }

    /// Whether this is the certificate that certifies `other`, with `below` further authorities between `other` and
    /// the end of the path. Times are not looked at.
    ///
    /// # Errors
    /// When it is not.
    pub fn certifies(&self, other: &ReadCertificate, below: usize) -> Result<(), NotCertified> {
        if self.parsed.tbs_certificate().subject() != other.parsed.tbs_certificate().issuer() {
            return Err(NotCertified::Name {
                subject: self.description.subject.clone(),
                issuer: other.description.issuer.clone(),
            });
        }
        if !self.description.is_authority {
            return Err(NotCertified::NotAuthority);
        }
        if self.description.key_usages.as_ref().is_some_and(|usages| !usages.contains(&"CERTIFICATE_SIGNING"))
        {
            return Err(NotCertified::KeyUsage);
        }
        match self.description.path_length {
            Some(limit) if below > usize::from(limit) => return Err(NotCertified::PathLength { limit }),
            _ => {}
        }
        self.signed(other)
    }

    /// Whether this certificate's key signed `other`.
    fn signed(&self, other: &ReadCertificate) -> Result<(), NotCertified> {
        let algorithm = other.parsed.signature_algorithm();
        let unknown = || NotCertified::Algorithm(other.description.signature_algorithm.clone());
        // RFC 5280 §4.1.1.2: the algorithm that was signed must be the one that stands beside the signature.
        if other.parsed.tbs_certificate().signature() != algorithm {
            return Err(NotCertified::Signature);
        }
        let message = to_be_signed(&other.der).map_err(|_| NotCertified::Signature)?;
        let key = self.parsed.tbs_certificate().subject_public_key_info();
        let signature = other.parsed.signature().raw_bytes();
        verify_signature(key, algorithm, message, signature).map_err(|fault| match fault {
            BadSignature::Unknown => unknown(),
            BadSignature::Wrong => NotCertified::Signature,
        })
    }
}

/// Why a signature does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BadSignature {
    /// The algorithm is not known here, or not with such a key.
    Unknown,
    /// It is not this key's over this message.
    Wrong,
}

/// Whether `key` signed `message`.
pub(crate) fn verify_signature(
    key: &SubjectPublicKeyInfo,
    algorithm: &AlgorithmIdentifier,
    message: &[u8],
    signature: &[u8],
) -> Result<(), BadSignature> {
    let key_bits = key.subject_public_key.raw_bytes();
    if let Some(legacy) = legacy(key.algorithm.oid, key_bits, algorithm.oid) {
        let key = UnparsedPublicKey::new(legacy, key_bits);
        return key.verify(message, signature).map_err(|_| BadSignature::Wrong);
    }
    let (signed_by, key_is) = (contents(algorithm), contents(&key.algorithm));
    let known = ALL_VERIFICATION_ALGS.iter().find(|known| {
        signed_by.as_deref() == Some(known.signature_alg_id().as_ref())
            && key_is.as_deref() == Some(known.public_key_alg_id().as_ref())
    });
    let known = known.ok_or(BadSignature::Unknown)?;
    known.verify_signature(key_bits, message, signature).map_err(|_| BadSignature::Wrong)
}

/// What is signed, byte for byte as it was: a certificate that is not DER in every detail still verifies.
pub(crate) fn to_be_signed(der: &[u8]) -> der::Result<&[u8]> {
    let mut reader = SliceReader::new(der)?;
    reader.sequence(|inner| {
        let to_be_signed = inner.tlv_bytes()?;
        let rest = inner.remaining_len();
        inner.read_slice(rest)?;
        Ok::<_, der::Error>(to_be_signed)
    })
}

/// Inside of an AlgorithmIdentifier, as webpki writes them.
fn contents(algorithm: &impl Encode) -> Option<Vec<u8>> {
    let der = algorithm.to_der().ok()?;
    Some(AnyRef::from_der(&der).ok()?.value().to_vec())
}

/// What webpki no longer verifies, and owners still have: RSA under 2048 bits, and SHA-1.
fn legacy(key: ObjectIdentifier, bits: &[u8], signature: ObjectIdentifier) -> Option<&'static RsaParameters> {
    if key != rfc5912::RSA_ENCRYPTION {
        return None;
    }
    let short = || crate::key::rsa_parts(bits).is_ok_and(|(modulus, _)| modulus.len() < 256);
    match signature {
        rfc5912::SHA_1_WITH_RSA_ENCRYPTION => Some(&RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY),
        rfc5912::SHA_256_WITH_RSA_ENCRYPTION if short() => {
            Some(&RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY)
        }
        rfc5912::SHA_512_WITH_RSA_ENCRYPTION if short() => {
            Some(&RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
