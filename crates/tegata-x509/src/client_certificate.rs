//! What a load balancer tells its targets of a client's certificate (ELB User Guide, "Mutual authentication with TLS").

use jiff::Timestamp;
use rustls_pki_types::CertificateDer;
use webpki::EndEntityCert;
use x509_cert::name::Name;

use crate::Error;
use crate::describe::{parse, timestamp};
use crate::revocation_file::{IssuedBy, stripped};

/// What a certificate says, as text of printable ASCII.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientCertificate {
    /// Its serial number, in upper-case hexadecimal of whole octets.
    pub serial: String,
    /// Who issued it, as RFC 2253 writes distinguished names: the last attribute first.
    pub issuer: String,
    /// Whose it is, in the same form.
    pub subject: String,
    /// From when it is valid.
    pub not_before: Timestamp,
    /// Until when, included.
    pub not_after: Timestamp,
}

/// Reads a certificate in DER.
///
/// # Errors
/// When the bytes are no certificate.
pub fn read(der: &[u8]) -> Result<ClientCertificate, Error> {
    let certificate = parse(der)?;
    let tbs = certificate.tbs_certificate();
    let form = |what| move || Error::form("a certificate", what);
    Ok(ClientCertificate {
        serial: hex::encode_upper(stripped(tbs.serial_number().as_bytes())),
        issuer: name(tbs.issuer()),
        subject: name(tbs.subject()),
        not_before: timestamp(tbs.validity().not_before)
            .ok_or_else(form("its notBefore is not a valid time"))?,
        not_after: timestamp(tbs.validity().not_after)
            .ok_or_else(form("its notAfter is not a valid time"))?,
    })
}

/// By whom and under which number a certificate in DER was issued.
///
/// # Errors
/// When the bytes are no certificate that path validation takes.
pub fn issued_by(der: &[u8]) -> Result<IssuedBy, Error> {
    let der = CertificateDer::from_slice(der);
    let certificate = EndEntityCert::try_from(&der).map_err(|error| Error::form("a certificate", error))?;
    Ok(IssuedBy { issuer: certificate.issuer().to_vec(), serial: stripped(certificate.serial()).to_vec() })
}

/// A distinguished name in ASCII: octets of other letters are escaped (RFC 2253 §2.4), so that the text fits a header.
fn name(name: &Name) -> String {
    let written = name.to_string();
    let mut ascii = String::with_capacity(written.len());
    for byte in written.bytes() {
        match byte {
            b' '..=b'~' => ascii.push(char::from(byte)),
            other => ascii.push_str(&format!("\\{other:02X}")),
        }
    }
    ascii
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strict_pem;

    fn der(pem: &str) -> Vec<u8> {
        strict_pem::read(pem.as_bytes(), 1).expect("a certificate").remove(0).bytes.to_vec()
    }

    #[test]
    fn names_are_in_the_order_of_rfc_2253_and_numbers_in_hexadecimal() {
        let leaf = der(include_str!("../../tegata-testkit/fixtures/import/ec.pem"));
        let issuing = der(include_str!("../../tegata-testkit/fixtures/import/issuing-ec.pem"));
        let (leaf_says, issuing_says) = (read(&leaf).expect("read"), read(&issuing).expect("read"));
        assert_eq!(leaf_says.issuer, issuing_says.subject);
        assert!(issuing_says.subject.starts_with("CN="), "{}", issuing_says.subject);
        assert!(leaf_says.serial.bytes().all(|digit| digit.is_ascii_digit() || digit.is_ascii_uppercase()));
        assert_eq!(hex::encode_upper(issued_by(&leaf).expect("read").serial), leaf_says.serial);
        assert!(leaf_says.not_before < leaf_says.not_after);
    }

    #[test]
    fn letters_that_no_header_can_have_are_escaped() {
        use std::str::FromStr;
        let named = Name::from_str("CN=Zoë\\, Ltd,C=DE").expect("a name");
        assert_eq!(name(&named), "CN=Zo\\C3\\AB\\, Ltd,C=DE");
    }
}
