//! Files with a revocation list that somebody else signed (RFC 5280 §5), in PEM or DER.
//!
//! [`crate::crl`] makes our own lists. Here a list is read that a trust store gets: who signed it, and which serial numbers
//! are on it. Its entries are read one after the other, so that a list of half a million takes little more memory than its
//! bytes.

use der::asn1::BitStringRef;
use der::{Decode, Reader, SliceReader};
use webpki::{BorrowedCertRevocationList, CertRevocationList};
use x509_cert::spki::AlgorithmIdentifierOwned;

use crate::certified::{ReadCertificate, to_be_signed, verify_signature};
use crate::strict_pem;

/// How large a file may be, in bytes.
pub const FILE_BYTES_MAX: usize = 50 * 1024 * 1024;
/// How many revoked certificates a list may have (ELB User Guide, "Quotas for your Application Load Balancers").
pub const ENTRIES_MAX: usize = 500_000;

/// A revocation list that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevocationFile {
    der: Vec<u8>,
    issuer: Vec<u8>,
    serials: Vec<Vec<u8>>,
}

/// Why a file is not a revocation list that can be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RevocationFault {
    /// Larger than [`FILE_BYTES_MAX`].
    #[error("it is larger than {FILE_BYTES_MAX} bytes")]
    TooLarge,
    /// PEM that cannot be read, or of something else.
    #[error("{0}")]
    Pem(String),
    /// Not a revocation list of version 2, or one of a kind that is not understood: a delta or an indirect one.
    #[error("it is not a complete revocation list of one CA: {0}")]
    Form(String),
    /// More than [`ENTRIES_MAX`].
    #[error("it has more than {ENTRIES_MAX} entries")]
    TooManyEntries,
}

impl RevocationFile {
    /// Reads a file, in PEM with one block or in DER.
    ///
    /// # Errors
    /// See [`RevocationFault`].
    pub fn read(file: &[u8]) -> Result<RevocationFile, RevocationFault> {
        if file.len() > FILE_BYTES_MAX {
            return Err(RevocationFault::TooLarge);
        }
        // DER begins with a SEQUENCE, which no line of text does.
        let der = match file.first() {
            Some(0x30) => file.to_vec(),
            _ => {
                let blocks =
                    strict_pem::read(file, 1).map_err(|fault| RevocationFault::Pem(fault.to_string()))?;
                let [block] = &blocks[..] else { return Err(RevocationFault::Pem("it is empty".to_owned())) };
                if block.label != "X509 CRL" {
                    let why = format!("it has '{}' instead of 'X509 CRL'", block.label);
                    return Err(RevocationFault::Pem(why));
                }
                block.bytes.to_vec()
            }
        };
        let form = |error: webpki::Error| RevocationFault::Form(error.to_string());
        let list = BorrowedCertRevocationList::from_der(&der).map_err(form)?;
        let mut serials = Vec::new();
        for entry in &list {
            if serials.len() == ENTRIES_MAX {
                return Err(RevocationFault::TooManyEntries);
            }
            serials.push(stripped(entry.map_err(form)?.serial_number).to_vec());
        }
        let issuer = CertRevocationList::from(list).issuer().to_vec();
        Ok(RevocationFile { der, issuer, serials })
    }

    /// The list, in DER.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Who issued it: the distinguished name as [`IssuedBy`] has it.
    #[must_use]
    pub fn issuer(&self) -> &[u8] {
        &self.issuer
    }

    /// The serial numbers on it, without leading zeros.
    #[must_use]
    pub fn serials(&self) -> &[Vec<u8>] {
        &self.serials
    }

    /// Whether an authority issued and signed it (RFC 5280 §6.3.3 (f), (g)).
    #[must_use]
    pub fn is_signed_by(&self, authority: &ReadCertificate) -> bool {
        let may_sign = &authority.description().key_usages;
        let may_sign = may_sign.as_ref().is_none_or(|usages| usages.contains(&"CRL_SIGNING"));
        may_sign && authority.has_subject(&self.issuer) && self.has_signature_of(authority)
    }

    fn has_signature_of(&self, authority: &ReadCertificate) -> bool {
        let Ok(message) = to_be_signed(&self.der) else { return false };
        let Ok((algorithm, signature)) = signature(&self.der) else { return false };
        verify_signature(authority.spki(), &algorithm, message, &signature).is_ok()
    }
}

/// By whom and under which number a certificate was issued: what revocation lists know of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct IssuedBy {
    /// The issuer's distinguished name, inside of its SEQUENCE.
    pub issuer: Vec<u8>,
    /// The serial number, without leading zeros.
    pub serial: Vec<u8>,
}

/// A number's bytes without the zeros before it.
pub(crate) fn stripped(serial: &[u8]) -> &[u8] {
    let zeros = serial.iter().take_while(|byte| **byte == 0).count();
    &serial[zeros..]
}

/// What stands behind the part that is signed (RFC 5280 §5.1.1).
fn signature(der: &[u8]) -> der::Result<(AlgorithmIdentifierOwned, Vec<u8>)> {
    let mut reader = SliceReader::new(der)?;
    reader.sequence(|inner| {
        inner.tlv_bytes()?;
        let algorithm = AlgorithmIdentifierOwned::decode(inner)?;
        let signature = BitStringRef::decode(inner)?.raw_bytes().to_vec();
        Ok::<_, der::Error>((algorithm, signature))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &[u8] = include_bytes!("../../tegata-testkit/fixtures/trust/ca.crl");
    const AUTHORITY: &[u8] = include_bytes!("../../tegata-testkit/fixtures/trust/ca.pem");
    const OTHER: &[u8] = include_bytes!("../../tegata-testkit/fixtures/trust/other.pem");

    fn authority(pem: &[u8]) -> ReadCertificate {
        crate::ca_bundle::read(pem).expect("a bundle").remove(0)
    }

    #[test]
    fn a_list_is_read_from_pem_and_der() {
        let list = RevocationFile::read(LIST).expect("a list");
        assert_eq!(list.serials(), [vec![0x03, 0xe9]]);
        assert_eq!(RevocationFile::read(list.der()), Ok(list));
    }

    #[test]
    fn who_signed_a_list_is_known_and_any_change_is_seen() {
        let list = RevocationFile::read(LIST).expect("a list");
        assert!(list.is_signed_by(&authority(AUTHORITY)));
        assert!(!list.is_signed_by(&authority(OTHER)));
        for place in (8..list.der().len()).step_by(5) {
            let mut bytes = list.der().to_vec();
            bytes[place] ^= 1;
            if let Ok(changed) = RevocationFile::read(&bytes) {
                assert!(!changed.is_signed_by(&authority(AUTHORITY)), "{place}");
            }
        }
    }

    #[test]
    fn what_is_no_list_is_refused() {
        assert!(matches!(RevocationFile::read(b""), Err(RevocationFault::Pem(_))));
        assert!(matches!(RevocationFile::read(AUTHORITY), Err(RevocationFault::Pem(_))));
        assert!(matches!(RevocationFile::read(&[0x30, 0]), Err(RevocationFault::Form(_))));
    }
}
