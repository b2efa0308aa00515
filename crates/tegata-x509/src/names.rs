//! The names in a certificate, attribute by attribute.

use x509_cert::ext::pkix::SubjectAltName;
use x509_cert::ext::pkix::name::GeneralName as Extension;
use x509_cert::name::Name;

use crate::Error;
use crate::describe::{extension, parse, text};

/// An attribute of a distinguished name: its object identifier, and its value as text.
pub type Attribute = (String, String);

/// Who issued a certificate, and for whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// The issuer, in the certificate's order.
    pub issuer: Vec<Attribute>,
    /// The subject, in the certificate's order.
    pub subject: Vec<Attribute>,
    /// The subject's alternative names, in the certificate's order.
    pub alternative: Vec<GeneralName>,
}

/// A subject alternative name (RFC 5280 §4.2.1.6), of the kinds that can be written as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GeneralName {
    /// A DNS name.
    DnsName(String),
    /// An address of IPv4 or IPv6.
    IpAddress(std::net::IpAddr),
    /// A mail address.
    Rfc822Name(String),
    /// A URI.
    Uri(String),
    /// A distinguished name.
    DirectoryName(Vec<Attribute>),
    /// An object identifier.
    RegisteredId(String),
}

/// Reads the names of a certificate in DER.
///
/// # Errors
/// When the bytes are no certificate.
pub fn read(der: &[u8]) -> Result<Names, Error> {
    let certificate = parse(der)?;
    let tbs = certificate.tbs_certificate();
    let alternative = extension::<SubjectAltName>(tbs)?.map(|names| names.0).unwrap_or_default();
    Ok(Names {
        issuer: attributes(tbs.issuer()),
        subject: attributes(tbs.subject()),
        alternative: alternative.iter().filter_map(general_name).collect(),
    })
}

fn attributes(name: &Name) -> Vec<Attribute> {
    name.iter().map(|attribute| (attribute.oid.to_string(), text(&attribute.value))).collect()
}

fn general_name(name: &Extension) -> Option<GeneralName> {
    match name {
        Extension::DnsName(name) => Some(GeneralName::DnsName(name.to_string())),
        Extension::IpAddress(bytes) => crate::describe::address(bytes.as_bytes()).map(GeneralName::IpAddress),
        Extension::Rfc822Name(name) => Some(GeneralName::Rfc822Name(name.to_string())),
        Extension::UniformResourceIdentifier(uri) => Some(GeneralName::Uri(uri.to_string())),
        Extension::DirectoryName(name) => Some(GeneralName::DirectoryName(attributes(name))),
        Extension::RegisteredId(id) => Some(GeneralName::RegisteredId(id.to_string())),
        _ => None,
    }
}
