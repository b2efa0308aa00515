//! Looking at a certificate signing request (PKCS #10, RFC 2986).

use aws_lc_rs::digest::{SHA256, digest};
use const_oid::db::rfc5912::ID_EXTENSION_REQ;
use der::{Decode, Encode};
use x509_cert::ext::Extensions;
use x509_cert::ext::pkix::SubjectAltName;
use x509_cert::request::CertReq;

use crate::Error;
use crate::certified::{to_be_signed, verify_signature};
use crate::describe::{CERTIFICATE_BYTES_MAX, names, signature_name, written};

/// What a signing request says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningRequest {
    /// Subject, as `C=AU,O=…,CN=…`.
    pub subject: String,
    /// DNS names that it asks for.
    pub dns_names: Vec<String>,
    /// IP addresses that it asks for.
    pub ip_addresses: Vec<std::net::IpAddr>,
    /// Algorithm of its signature, such as `SHA256WITHRSA`.
    pub signature_algorithm: String,
    /// Its public key, as SubjectPublicKeyInfo in DER.
    pub spki_der: Vec<u8>,
    /// SHA-256 of its public key, in hexadecimal.
    pub key_fingerprint: String,
    /// Whether its own key signed it.
    pub is_signed: bool,
}

/// Describes a signing request in DER.
///
/// # Errors
/// When the bytes are none.
pub fn describe_request(der: &[u8]) -> Result<SigningRequest, Error> {
    const WHAT: &str = "the signing request";
    if der.len() > CERTIFICATE_BYTES_MAX {
        return Err(Error::TooLarge { what: WHAT, limit: CERTIFICATE_BYTES_MAX });
    }
    let request = CertReq::from_der(der).map_err(|error| Error::form(WHAT, error))?;
    let asked = request.info.attributes.iter().find(|attribute| attribute.oid == ID_EXTENSION_REQ);
    let extensions = match asked.and_then(|attribute| attribute.values.get(0)) {
        Some(value) => value.decode_as::<Extensions>().map_err(|error| Error::form("an extension", error))?,
        None => Extensions::default(),
    };
    let alternative =
        extensions.iter().find(|it| it.extn_id == <SubjectAltName as const_oid::AssociatedOid>::OID);
    let alternative = alternative.map(|extension| SubjectAltName::from_der(extension.extn_value.as_bytes()));
    let alternative = alternative.transpose().map_err(|error| Error::form("an extension", error))?;
    let (dns_names, ip_addresses) = names(&alternative);
    let key = &request.info.public_key;
    let spki_der = key.to_der().map_err(|error| Error::form("a public key", error))?;
    let message = to_be_signed(der).map_err(|error| Error::form(WHAT, error))?;
    let signature = request.signature.raw_bytes();
    Ok(SigningRequest {
        subject: written(&request.info.subject),
        dns_names,
        ip_addresses,
        signature_algorithm: signature_name(request.algorithm.oid),
        key_fingerprint: hex::encode(digest(&SHA256, &spki_der)),
        is_signed: verify_signature(key, &request.algorithm, message, signature).is_ok(),
        spki_der,
    })
}
