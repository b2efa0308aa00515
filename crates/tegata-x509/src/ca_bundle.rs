//! Bundles of certificates of authorities: what a trust store is made from.

use rustls_pki_types::CertificateDer;
use webpki::anchor_from_trusted_cert;

use crate::certified::ReadCertificate;
use crate::strict_pem::{self, PemFault};

/// How many certificates a bundle may have (ELB User Guide, "Quotas for your Application Load Balancers").
pub const CERTIFICATES_MAX: usize = 25;
/// How large each of them may be, in bytes of DER (the same page).
pub const CERTIFICATE_BYTES_MAX: usize = 16 * 1024;
/// How long their subjects may be together, in bytes of text (the same page).
pub const SUBJECTS_BYTES_MAX: usize = 10_000;
/// How large a file with a bundle may be, in bytes: PEM is a third longer than DER, and text may stand between.
pub const BUNDLE_BYTES_MAX: usize = 2 * CERTIFICATES_MAX * CERTIFICATE_BYTES_MAX;

/// Why a file is not a bundle of certificates of authorities. Certificates are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BundleFault {
    /// Not PEM.
    #[error("{0}")]
    Pem(#[from] PemFault),
    /// Larger than [`BUNDLE_BYTES_MAX`].
    #[error("it is larger than {BUNDLE_BYTES_MAX} bytes")]
    TooLarge,
    /// Something else than a certificate.
    #[error("block {place} is '{label}', and a bundle has certificates only")]
    Label {
        /// Which.
        place: usize,
        /// What it is.
        label: String,
    },
    /// A certificate that cannot be read.
    #[error("certificate {place} cannot be read: {why}")]
    Unreadable {
        /// Which.
        place: usize,
        /// Why.
        why: String,
    },
    /// A certificate above [`CERTIFICATE_BYTES_MAX`].
    #[error("certificate {place} is larger than {CERTIFICATE_BYTES_MAX} bytes")]
    CertificateTooLarge {
        /// Which.
        place: usize,
    },
    /// A certificate that is no authority's (RFC 5280 §4.2.1.9, §4.2.1.3).
    #[error("certificate {place}, of '{subject}', is not a CA certificate")]
    NotAuthority {
        /// Which.
        place: usize,
        /// Whose it is.
        subject: String,
    },
    /// Subjects above [`SUBJECTS_BYTES_MAX`].
    #[error("the subjects of its certificates are longer than {SUBJECTS_BYTES_MAX} bytes in all")]
    Subjects,
}

/// Reads a bundle: certificates of authorities in PEM, each once.
///
/// # Errors
/// See [`BundleFault`].
pub fn read(text: &[u8]) -> Result<Vec<ReadCertificate>, BundleFault> {
    if text.len() > BUNDLE_BYTES_MAX {
        return Err(BundleFault::TooLarge);
    }
    let mut read: Vec<ReadCertificate> = Vec::new();
    for (at, block) in strict_pem::read(text, CERTIFICATES_MAX)?.into_iter().enumerate() {
        let place = at + 1;
        if block.label != "CERTIFICATE" {
            return Err(BundleFault::Label { place, label: block.label });
        }
        if block.bytes.len() > CERTIFICATE_BYTES_MAX {
            return Err(BundleFault::CertificateTooLarge { place });
        }
        let certificate = authority(place, &block.bytes)?;
        if read.iter().all(|other| other.der() != certificate.der()) {
            read.push(certificate);
        }
    }
    let subjects: usize = read.iter().map(|certificate| certificate.description().subject.len()).sum();
    if subjects > SUBJECTS_BYTES_MAX { Err(BundleFault::Subjects) } else { Ok(read) }
}

fn authority(place: usize, der: &[u8]) -> Result<ReadCertificate, BundleFault> {
    let unreadable = |why: String| BundleFault::Unreadable { place, why };
    let certificate = ReadCertificate::read(der).map_err(|error| unreadable(error.to_string()))?;
    let description = certificate.description();
    let may_sign =
        description.key_usages.as_ref().is_none_or(|usages| usages.contains(&"CERTIFICATE_SIGNING"));
    if !description.is_authority || !may_sign {
        return Err(BundleFault::NotAuthority { place, subject: description.subject.clone() });
    }
    // What verifies clients later has to be able to read it as well.
    anchor_from_trusted_cert(&CertificateDer::from_slice(der))
        .map_err(|error| unreadable(error.to_string()))?;
    Ok(certificate)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOT: &str = include_str!("../../tegata-testkit/fixtures/import/root-ec.pem");
    const ISSUING: &str = include_str!("../../tegata-testkit/fixtures/import/issuing-ec.pem");
    const LEAF: &str = include_str!("../../tegata-testkit/fixtures/import/ec.pem");

    fn fault(text: &str) -> BundleFault {
        read(text.as_bytes()).err().expect("a fault")
    }

    #[test]
    fn certificates_of_authorities_are_read_each_once() {
        let read = read(format!("words before\n{ROOT}{ISSUING}{ROOT}").as_bytes()).expect("a bundle");
        assert_eq!(read.len(), 2);
    }

    #[test]
    fn what_is_no_certificate_of_an_authority_is_refused() {
        assert_eq!(fault(""), BundleFault::Pem(PemFault::Empty));
        assert!(matches!(fault(&format!("{ROOT}{LEAF}")), BundleFault::NotAuthority { place: 2, .. }));
        let list = "-----BEGIN X509 CRL-----\nYQ==\n-----END X509 CRL-----\n";
        assert!(matches!(fault(list), BundleFault::Label { place: 1, .. }));
        let broken = "-----BEGIN CERTIFICATE-----\nYQ==\n-----END CERTIFICATE-----\n";
        assert!(matches!(fault(broken), BundleFault::Unreadable { place: 1, .. }));
        let many = ROOT.repeat(CERTIFICATES_MAX + 1);
        assert_eq!(fault(&many), BundleFault::Pem(PemFault::TooMany { limit: CERTIFICATES_MAX }));
        assert_eq!(fault(&" ".repeat(BUNDLE_BYTES_MAX + 1)), BundleFault::TooLarge);
    }
}
