//! Looking at a certificate, as in a browser's padlock.

use aws_lc_rs::digest::{SHA256, digest};
use const_oid::ObjectIdentifier;
use const_oid::db::{DB, rfc4519, rfc5280, rfc5912};
use der::{Decode, Encode};
use jiff::Timestamp;
use x509_cert::Certificate;
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName};
use x509_cert::ext::pkix::{
    AuthorityInfoAccessSyntax, AuthorityKeyIdentifier, BasicConstraints, CertificatePolicies,
    CrlDistributionPoints, ExtendedKeyUsage, KeyUsage, KeyUsages, SubjectAltName, SubjectKeyIdentifier,
};
use x509_cert::name::Name;
use x509_cert::time::Time;

use crate::Error;
use crate::key::KeyAlgorithm;

/// A certificate may be as large as ACM takes one (ACM API reference, `CertificateBodyBlob`).
pub const CERTIFICATE_BYTES_MAX: usize = 32_768;

/// What a certificate says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// Version of the format, as people count it: 3 for all that have extensions.
    pub version: u8,
    /// Subject, as ACM writes it: `C=AU,O=…,CN=…`, in the certificate's order.
    pub subject: String,
    /// Common name of the subject.
    pub common_name: Option<String>,
    /// Issuer, as ACM writes it.
    pub issuer: String,
    /// Organisation of the issuer: what ACM shows as the issuer.
    pub issuer_organisation: Option<String>,
    /// Common name of the issuer.
    pub issuer_common_name: Option<String>,
    /// Serial number: lower-case hexadecimal with colons, as `03:e9`.
    pub serial: String,
    /// From when it is valid.
    pub not_before: Timestamp,
    /// Until when, included.
    pub not_after: Timestamp,
    /// Algorithm of its key; `None` when it is none of ours.
    pub key_algorithm: Option<KeyAlgorithm>,
    /// Algorithm of its signature, as ACM writes it: `SHA256WITHRSA`.
    pub signature_algorithm: String,
    /// DNS names.
    pub dns_names: Vec<String>,
    /// IP addresses.
    pub ip_addresses: Vec<std::net::IpAddr>,
    /// Key usages, as ACM writes them; `None` when the extension is not there.
    pub key_usages: Option<Vec<&'static str>>,
    /// Extended key usages as pairs of ACM's name and the identifier; `None` when the extension is not there.
    pub extended_key_usages: Option<Vec<(&'static str, String)>>,
    /// Whether it is an authority's.
    pub is_authority: bool,
    /// How many authorities may stand below it.
    pub path_length: Option<u8>,
    /// Subject key identifier, in hexadecimal.
    pub subject_key: Option<String>,
    /// Authority key identifier, in hexadecimal.
    pub authority_key: Option<String>,
    /// Certificate policies.
    pub policies: Vec<String>,
    /// Where its revocation list is.
    pub crl_urls: Vec<String>,
    /// Where its issuer's certificate is.
    pub ca_issuers_urls: Vec<String>,
    /// Where its OCSP responder is.
    pub ocsp_urls: Vec<String>,
    /// SHA-256 of the certificate, in hexadecimal.
    pub fingerprint: String,
    /// SHA-256 of its public key, in hexadecimal.
    pub key_fingerprint: String,
}

/// Describes a certificate in DER.
///
/// # Errors
/// When the bytes are no certificate.
pub fn describe(der: &[u8]) -> Result<Description, Error> {
    of(&parse(der)?, der)
}

/// Describes a certificate that was parsed from `der`.
pub(crate) fn of(certificate: &Certificate, der: &[u8]) -> Result<Description, Error> {
    let tbs = certificate.tbs_certificate();
    let (dns_names, ip_addresses) = names(&extension::<SubjectAltName>(tbs)?);
    let access: AuthorityInfoAccessSyntax = extension(tbs)?.unwrap_or_default();
    let access_urls = |method: ObjectIdentifier| {
        let of_method = access.0.iter().filter(|description| description.access_method == method);
        of_method.filter_map(|description| url(&description.access_location)).collect::<Vec<_>>()
    };
    let points = extension::<CrlDistributionPoints>(tbs)?.map(|points| points.0).unwrap_or_default();
    let point_names = points.iter().filter_map(|point| match &point.distribution_point {
        Some(DistributionPointName::FullName(names)) => Some(names),
        _ => None,
    });
    let constraints: Option<BasicConstraints> = extension(tbs)?;
    let spki = tbs.subject_public_key_info().to_der().map_err(|error| Error::form("a public key", error))?;
    let form = |what| move || Error::form("a certificate", what);
    Ok(Description {
        version: tbs.version() as u8 + 1,
        subject: written(tbs.subject()),
        common_name: attribute(tbs.subject(), rfc4519::CN),
        issuer: written(tbs.issuer()),
        issuer_organisation: attribute(tbs.issuer(), rfc4519::O),
        issuer_common_name: attribute(tbs.issuer(), rfc4519::CN),
        serial: colons(tbs.serial_number().as_bytes()),
        not_before: timestamp(tbs.validity().not_before)
            .ok_or_else(form("its notBefore is not a valid time"))?,
        not_after: timestamp(tbs.validity().not_after)
            .ok_or_else(form("its notAfter is not a valid time"))?,
        key_algorithm: KeyAlgorithm::of_spki(&spki).ok(),
        signature_algorithm: signature_name(certificate.signature_algorithm().oid),
        dns_names,
        ip_addresses,
        key_usages: extension::<KeyUsage>(tbs)?.map(|usage| key_usages(&usage)),
        extended_key_usages: extension::<ExtendedKeyUsage>(tbs)?
            .map(|usages| usages.0.iter().map(|usage| (extended_usage(*usage), usage.to_string())).collect()),
        is_authority: constraints.as_ref().is_some_and(|constraints| constraints.ca),
        path_length: constraints.and_then(|constraints| constraints.path_len_constraint),
        subject_key: extension::<SubjectKeyIdentifier>(tbs)?.map(|key| hex::encode(key.0.as_bytes())),
        authority_key: extension::<AuthorityKeyIdentifier>(tbs)?
            .and_then(|key| key.key_identifier)
            .map(|key| hex::encode(key.as_bytes())),
        policies: extension::<CertificatePolicies>(tbs)?
            .map(|policies| policies.0.iter().map(|policy| policy.policy_identifier.to_string()).collect())
            .unwrap_or_default(),
        crl_urls: point_names.flatten().filter_map(url).collect(),
        ca_issuers_urls: access_urls(rfc5912::ID_AD_CA_ISSUERS),
        ocsp_urls: access_urls(rfc5912::ID_AD_OCSP),
        fingerprint: hex::encode(digest(&SHA256, der)),
        key_fingerprint: hex::encode(digest(&SHA256, &spki)),
    })
}

/// Parses a certificate, within bounds.
pub(crate) fn parse(der: &[u8]) -> Result<Certificate, Error> {
    if der.len() > CERTIFICATE_BYTES_MAX {
        return Err(Error::TooLarge { what: "the certificate", limit: CERTIFICATE_BYTES_MAX });
    }
    Certificate::from_der(der).map_err(|error| Error::form("the certificate", error))
}

/// The public key of a certificate, as SubjectPublicKeyInfo in DER.
///
/// # Errors
/// When the bytes are no certificate.
pub fn spki_of(der: &[u8]) -> Result<Vec<u8>, Error> {
    let certificate = parse(der)?;
    certificate
        .tbs_certificate()
        .subject_public_key_info()
        .to_der()
        .map_err(|error| Error::form("a public key", error))
}

pub(crate) fn extension<'a, T: Decode<'a> + const_oid::AssociatedOid>(
    tbs: &'a x509_cert::TbsCertificate,
) -> Result<Option<T>, Error>
where
    T::Error: std::fmt::Display,
{
    let found = tbs.extensions().into_iter().flatten().find(|extension| extension.extn_id == T::OID);
    found
        .map(|extension| T::from_der(extension.extn_value.as_bytes()))
        .transpose()
        .map_err(|error| Error::form("an extension", error))
}

pub(crate) fn names(names: &Option<SubjectAltName>) -> (Vec<String>, Vec<std::net::IpAddr>) {
    let mut dns_names = Vec::new();
    let mut ip_addresses = Vec::new();
    for name in names.iter().flat_map(|names| &names.0) {
        match name {
            GeneralName::DnsName(name) => dns_names.push(name.to_string()),
            GeneralName::IpAddress(bytes) => ip_addresses.extend(address(bytes.as_bytes())),
            _ => {}
        }
    }
    (dns_names, ip_addresses)
}

/// An address, of four octets or of sixteen.
pub(crate) fn address(octets: &[u8]) -> Option<std::net::IpAddr> {
    let four = <[u8; 4]>::try_from(octets).map(std::net::IpAddr::from);
    four.or_else(|_| <[u8; 16]>::try_from(octets).map(std::net::IpAddr::from)).ok()
}

fn url(name: &GeneralName) -> Option<String> {
    match name {
        GeneralName::UniformResourceIdentifier(url) => Some(url.to_string()),
        _ => None,
    }
}

/// A distinguished name as ACM writes it: in the certificate's order, comma-joined without spaces.
pub(crate) fn written(name: &Name) -> String {
    let parts = name.iter().map(|attribute| {
        // Looking an identifier up goes through all that are known: the usual ones should not wait for it.
        let label = match attribute.oid {
            rfc4519::CN => "CN".to_owned(),
            rfc4519::C => "C".to_owned(),
            rfc4519::O => "O".to_owned(),
            rfc4519::OU => "OU".to_owned(),
            rfc4519::L => "L".to_owned(),
            rfc4519::ST => "ST".to_owned(),
            other => DB.by_oid(&other).map_or_else(|| other.to_string(), str::to_owned),
        };
        format!("{label}={}", text(&attribute.value))
    });
    parts.collect::<Vec<_>>().join(",")
}

fn attribute(name: &Name, oid: ObjectIdentifier) -> Option<String> {
    name.iter().find(|attribute| attribute.oid == oid).map(|attribute| text(&attribute.value))
}

pub(crate) fn text(value: &der::Any) -> String {
    use der::{Tag, Tagged};
    match value.tag() {
        Tag::BmpString => {
            let units = value.value().chunks_exact(2).map(|unit| u16::from_be_bytes([unit[0], unit[1]]));
            char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
        }
        // T.61 in certificates is Latin-1 in practice.
        Tag::TeletexString => value.value().iter().map(|byte| char::from(*byte)).collect(),
        _ => String::from_utf8_lossy(value.value()).into_owned(),
    }
}

pub(crate) fn timestamp(time: Time) -> Option<Timestamp> {
    Timestamp::from_second(i64::try_from(time.to_unix_duration().as_secs()).ok()?).ok()
}

/// Bytes as ACM writes serial numbers: without the leading zero that keeps a number positive.
fn colons(bytes: &[u8]) -> String {
    let bytes = match bytes {
        [0, rest @ ..] if !rest.is_empty() => rest,
        all => all,
    };
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(":")
}

pub(crate) fn signature_name(oid: ObjectIdentifier) -> String {
    let known = match oid {
        rfc5912::SHA_256_WITH_RSA_ENCRYPTION => "SHA256WITHRSA",
        rfc5912::SHA_384_WITH_RSA_ENCRYPTION => "SHA384WITHRSA",
        rfc5912::SHA_512_WITH_RSA_ENCRYPTION => "SHA512WITHRSA",
        rfc5912::SHA_1_WITH_RSA_ENCRYPTION => "SHA1WITHRSA",
        rfc5912::ECDSA_WITH_SHA_256 => "SHA256WITHECDSA",
        rfc5912::ECDSA_WITH_SHA_384 => "SHA384WITHECDSA",
        rfc5912::ECDSA_WITH_SHA_512 => "SHA512WITHECDSA",
        other => return other.to_string(),
    };
    known.to_owned()
}

fn key_usages(usage: &KeyUsage) -> Vec<&'static str> {
    let names = [
        (KeyUsages::DigitalSignature, "DIGITAL_SIGNATURE"),
        (KeyUsages::NonRepudiation, "NON_REPUDIATION"),
        (KeyUsages::KeyEncipherment, "KEY_ENCIPHERMENT"),
        (KeyUsages::DataEncipherment, "DATA_ENCIPHERMENT"),
        (KeyUsages::KeyAgreement, "KEY_AGREEMENT"),
        (KeyUsages::KeyCertSign, "CERTIFICATE_SIGNING"),
        (KeyUsages::CRLSign, "CRL_SIGNING"),
        (KeyUsages::EncipherOnly, "ENCIPHER_ONLY"),
        (KeyUsages::DecipherOnly, "DECIPHER_ONLY"),
    ];
    names.into_iter().filter(|(flag, _)| usage.0.contains(*flag)).map(|(_, name)| name).collect()
}

fn extended_usage(oid: ObjectIdentifier) -> &'static str {
    match oid {
        rfc5280::ID_KP_SERVER_AUTH => "TLS_WEB_SERVER_AUTHENTICATION",
        rfc5280::ID_KP_CLIENT_AUTH => "TLS_WEB_CLIENT_AUTHENTICATION",
        rfc5280::ID_KP_CODE_SIGNING => "CODE_SIGNING",
        rfc5280::ID_KP_EMAIL_PROTECTION => "EMAIL_PROTECTION",
        rfc5280::ID_KP_TIME_STAMPING => "TIME_STAMPING",
        rfc5280::ID_KP_OCSP_SIGNING => "OCSP_SIGNING",
        rfc5280::ANY_EXTENDED_KEY_USAGE => "ANY",
        _ => "CUSTOM",
    }
}
