//! Profiles: what each kind of certificate looks like.
//!
//! The leaf is laid out as ACM's public certificates are, extension by extension and in their order (decoded
//! from a certificate of Amazon RSA 2048 M04; CA/B Baseline Requirements §7.1.2.7). Signed certificate
//! timestamps are left out: no log takes certificates of a private authority.

use std::net::IpAddr;

use const_oid::ObjectIdentifier;
use const_oid::db::{rfc5280, rfc5912};
use der::Decode;
use der::asn1::{Ia5String, OctetString, UintRef};
use der::flagset::FlagSet;
use jiff::Timestamp;
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::certpolicy::PolicyInformation;
use x509_cert::ext::pkix::crl::dp::DistributionPoint;
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::ext::pkix::{
    AccessDescription, AuthorityInfoAccessSyntax, AuthorityKeyIdentifier, BasicConstraints,
    CertificatePolicies, CrlDistributionPoints, ExtendedKeyUsage, KeyUsage, KeyUsages, SubjectAltName,
    SubjectKeyIdentifier,
};
use x509_cert::name::Name;
use x509_cert::spki::AlgorithmIdentifierOwned;

use crate::Error;
use crate::describe::timestamp;
use crate::encode::{self, TbsCertificate, Validity, extension};
use crate::key::{KeyAlgorithm, Signer, der_of, key_identifier};

/// Domain validated (CA/B Baseline Requirements §7.1.6.1).
const DOMAIN_VALIDATED: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.23.140.1.2.1");

/// A serial number: 128 random bits, of which the topmost is cleared so that it is positive (RFC 5280 §4.1.2.2).
pub type Serial = [u8; 16];

/// Makes a serial number out of random bits.
#[must_use]
pub fn serial_from_random(mut bits: Serial) -> Serial {
    bits[0] &= 0x7f;
    // A first byte of zero would be dropped in DER: the number keeps its 16 bytes.
    bits[0] |= 0x40;
    bits
}

/// What an authority is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorityName {
    /// Two letters (ISO 3166).
    pub country: String,
    /// Who runs it.
    pub organisation: String,
    /// Its common name.
    pub common_name: String,
}

impl AuthorityName {
    fn encode(&self) -> Result<Name, Error> {
        encode::name(Some(&self.country), Some(&self.organisation), &self.common_name)
    }
}

/// What a certificate takes over from the one that signs it.
#[derive(Debug, Clone)]
pub struct Issuer {
    name: Name,
    key_identifier: [u8; 20],
    period: Period,
}

impl Issuer {
    /// Reads it out of the issuer's certificate.
    ///
    /// # Errors
    /// When the bytes are no certificate with a subject key identifier.
    pub fn of_certificate(der: &[u8]) -> Result<Issuer, Error> {
        let certificate = crate::describe::parse(der)?;
        let tbs = certificate.tbs_certificate();
        let identifier: Option<(bool, SubjectKeyIdentifier)> =
            tbs.get_extension().map_err(|error| Error::form("a subject key identifier", error))?;
        let (_, identifier) =
            identifier.ok_or_else(|| Error::form("an issuer", "it has no subject key identifier"))?;
        let key_identifier = identifier.0.as_bytes().try_into();
        let time = |time| timestamp(time).ok_or_else(|| Error::form("an issuer", "a time is out of range"));
        Ok(Issuer {
            period: (time(tbs.validity().not_before)?, time(tbs.validity().not_after)?),
            name: tbs.subject().clone(),
            key_identifier: key_identifier
                .map_err(|_| Error::form("an issuer", "its key identifier is not a SHA-1"))?,
        })
    }

    /// From when to when its certificate is valid: what it signs may be valid for no day more.
    #[must_use]
    pub fn period(&self) -> Period {
        self.period
    }

    pub(crate) fn name(&self) -> &Name {
        &self.name
    }

    /// The identifier of its key, which leaves name as their authority's (RFC 5280 §4.2.1.1).
    #[must_use]
    pub fn key_identifier(&self) -> &[u8; 20] {
        &self.key_identifier
    }
}

/// From when to when, both included.
pub type Period = (Timestamp, Timestamp);

/// Where relying parties find an issuer's revocation list and certificate.
#[derive(Debug, Clone, Copy)]
pub struct Locations<'a> {
    /// URL of the revocation list that will list the certificate.
    pub crl: &'a str,
    /// URL of the issuer's certificate.
    pub ca_issuers: &'a str,
    /// URL of the OCSP responder, where there is one.
    pub ocsp: Option<&'a str>,
}

/// A self-signed root, to be signed with its own key.
///
/// # Errors
/// When a value cannot be written.
pub fn root(
    name: &AuthorityName,
    signer: &dyn Signer,
    serial: &Serial,
    period: Period,
) -> Result<Vec<u8>, Error> {
    let name = name.encode()?;
    let key = key_identifier(signer.spki_der())?;
    let extensions = vec![basic_constraints(true, None)?, authority_key_usage()?, subject_key(&key)?];
    let parts = Parts { issuer: &name, subject: name.clone(), spki: signer.spki_der(), serial, period };
    write(parts, signer.signature_algorithm(), extensions)
}

/// A cross-certificate: a root's name and key, signed by another root (RFC 5280 §3.2).
///
/// # Errors
/// When a value cannot be written.
pub fn cross_certificate(
    root: &AuthorityName,
    root_spki: &[u8],
    issuer: &Issuer,
    signer: &dyn Signer,
    locations: Locations<'_>,
    serial: &Serial,
    period: Period,
) -> Result<Vec<u8>, Error> {
    let extensions = vec![
        basic_constraints(true, None)?,
        authority_key_usage()?,
        subject_key(&key_identifier(root_spki)?)?,
        authority_key(issuer)?,
        access(locations)?,
        distribution(locations)?,
        policies(&[rfc5280::ANY_POLICY])?,
    ];
    let parts = Parts { issuer: &issuer.name, subject: root.encode()?, spki: root_spki, serial, period };
    write(parts, signer.signature_algorithm(), extensions)
}

/// An intermediate: signs leaves for TLS, and no authority.
///
/// # Errors
/// When a value cannot be written.
pub fn intermediate(
    name: &AuthorityName,
    spki: &[u8],
    issuer: &Issuer,
    signer: &dyn Signer,
    locations: Locations<'_>,
    serial: &Serial,
    period: Period,
) -> Result<Vec<u8>, Error> {
    let usages = ExtendedKeyUsage(vec![rfc5280::ID_KP_SERVER_AUTH, rfc5280::ID_KP_CLIENT_AUTH]);
    let extensions = vec![
        basic_constraints(true, Some(0))?,
        authority_key_usage()?,
        extension(rfc5280::ID_CE_EXT_KEY_USAGE, false, &usages)?,
        subject_key(&key_identifier(spki)?)?,
        authority_key(issuer)?,
        access(locations)?,
        distribution(locations)?,
        policies(&[DOMAIN_VALIDATED])?,
    ];
    let parts = Parts { issuer: &issuer.name, subject: name.encode()?, spki, serial, period };
    write(parts, signer.signature_algorithm(), extensions)
}

/// What goes into a leaf.
#[derive(Debug, Clone, Copy)]
pub struct Leaf<'a> {
    /// Its domain names; the first becomes the common name. What reads as an IP address is written as one.
    pub names: &'a [&'a str],
    /// The public key, as SubjectPublicKeyInfo in DER.
    pub spki: &'a [u8],
    /// The serial number, reserved beforehand.
    pub serial: &'a [u8],
    /// From when to when.
    pub period: Period,
    /// Where relying parties look.
    pub locations: Locations<'a>,
}

/// A leaf for TLS servers, to be signed by `signer`, whose certificate `issuer` was read from.
///
/// # Errors
/// When a value cannot be written.
pub fn leaf(leaf: &Leaf<'_>, issuer: &Issuer, signature_algorithm: &[u8]) -> Result<Vec<u8>, Error> {
    let first = leaf.names.first().ok_or_else(|| Error::value("a certificate", "it needs a name"))?;
    let names = leaf.names.iter().map(|name| general_name(name));
    let names = SubjectAltName(names.collect::<Result<_, Error>>()?);
    let usage = if KeyAlgorithm::of_spki(leaf.spki)?.is_ec() {
        FlagSet::from(KeyUsages::DigitalSignature)
    } else {
        KeyUsages::DigitalSignature | KeyUsages::KeyEncipherment
    };
    let extensions = vec![
        authority_key(issuer)?,
        subject_key(&key_identifier(leaf.spki)?)?,
        extension(rfc5280::ID_CE_SUBJECT_ALT_NAME, false, &names)?,
        policies(&[DOMAIN_VALIDATED])?,
        extension(rfc5280::ID_CE_KEY_USAGE, true, &KeyUsage(usage))?,
        extension(rfc5280::ID_CE_EXT_KEY_USAGE, false, &ExtendedKeyUsage(vec![rfc5280::ID_KP_SERVER_AUTH]))?,
        distribution(leaf.locations)?,
        access(leaf.locations)?,
        basic_constraints(false, None)?,
    ];
    let subject = encode::name(None, None, first)?;
    let parts =
        Parts { issuer: &issuer.name, subject, spki: leaf.spki, serial: leaf.serial, period: leaf.period };
    write(parts, signature_algorithm, extensions)
}

/// A DNS name, or an IP address in four or sixteen octets (RFC 5280 §4.2.1.6).
fn general_name(name: &str) -> Result<GeneralName, Error> {
    let octets = match name.parse() {
        Ok(IpAddr::V4(address)) => address.octets().to_vec(),
        Ok(IpAddr::V6(address)) => address.octets().to_vec(),
        Err(_) => {
            let name = Ia5String::new(name).map_err(|error| Error::value("a domain name", error))?;
            return Ok(GeneralName::DnsName(name));
        }
    };
    let octets = OctetString::new(octets).map_err(|error| Error::value("an IP address", error))?;
    Ok(GeneralName::IpAddress(octets))
}

/// Signs what a profile gave, and gives the whole certificate.
///
/// # Errors
/// When the key cannot be used.
pub fn sign(to_be_signed: &[u8], signer: &dyn Signer) -> Result<Vec<u8>, Error> {
    encode::signed(to_be_signed, signer.signature_algorithm(), &signer.sign(to_be_signed)?)
}

struct Parts<'a> {
    issuer: &'a Name,
    subject: Name,
    spki: &'a [u8],
    serial: &'a [u8],
    period: Period,
}

fn write(parts: Parts<'_>, signature_algorithm: &[u8], extensions: Vec<Extension>) -> Result<Vec<u8>, Error> {
    let fault = |error| Error::value("a certificate", error);
    der_of(
        "a certificate",
        &TbsCertificate {
            version: 2,
            serial: UintRef::new(parts.serial).map_err(fault)?,
            signature: AlgorithmIdentifierOwned::from_der(signature_algorithm).map_err(fault)?,
            issuer: parts.issuer.clone(),
            validity: Validity {
                not_before: encode::time(parts.period.0)?,
                not_after: encode::time(parts.period.1)?,
            },
            subject: parts.subject,
            spki: der::Any::from_der(parts.spki).map_err(fault)?,
            extensions,
        },
    )
}

fn basic_constraints(ca: bool, path_len_constraint: Option<u8>) -> Result<Extension, Error> {
    extension(rfc5280::ID_CE_BASIC_CONSTRAINTS, true, &BasicConstraints { ca, path_len_constraint })
}

fn authority_key_usage() -> Result<Extension, Error> {
    let usage = KeyUsages::DigitalSignature | KeyUsages::KeyCertSign | KeyUsages::CRLSign;
    extension(rfc5280::ID_CE_KEY_USAGE, true, &KeyUsage(usage))
}

fn identifier(key: &[u8; 20]) -> Result<OctetString, Error> {
    OctetString::new(key.as_slice()).map_err(|error| Error::value("a key identifier", error))
}

fn subject_key(key: &[u8; 20]) -> Result<Extension, Error> {
    extension(rfc5280::ID_CE_SUBJECT_KEY_IDENTIFIER, false, &SubjectKeyIdentifier(identifier(key)?))
}

pub(crate) fn authority_key(issuer: &Issuer) -> Result<Extension, Error> {
    let key_identifier = Some(identifier(&issuer.key_identifier)?);
    let value = AuthorityKeyIdentifier { key_identifier, ..AuthorityKeyIdentifier::default() };
    extension(rfc5280::ID_CE_AUTHORITY_KEY_IDENTIFIER, false, &value)
}

fn policies(policies: &[ObjectIdentifier]) -> Result<Extension, Error> {
    let policies = policies
        .iter()
        .map(|policy| PolicyInformation { policy_identifier: *policy, policy_qualifiers: None })
        .collect();
    extension(rfc5280::ID_CE_CERTIFICATE_POLICIES, false, &CertificatePolicies(policies))
}

fn distribution(locations: Locations<'_>) -> Result<Extension, Error> {
    let distribution_point = Some(encode::distribution_point(&[locations.crl])?);
    let point = DistributionPoint { distribution_point, reasons: None, crl_issuer: None };
    extension(rfc5280::ID_CE_CRL_DISTRIBUTION_POINTS, false, &CrlDistributionPoints(vec![point]))
}

fn access(locations: Locations<'_>) -> Result<Extension, Error> {
    let description =
        |access_method, at| Ok(AccessDescription { access_method, access_location: encode::url(at)? });
    let mut descriptions = Vec::with_capacity(2);
    if let Some(ocsp) = locations.ocsp {
        descriptions.push(description(rfc5912::ID_AD_OCSP, ocsp)?);
    }
    descriptions.push(description(rfc5912::ID_AD_CA_ISSUERS, locations.ca_issuers)?);
    extension(rfc5280::ID_PE_AUTHORITY_INFO_ACCESS, false, &AuthorityInfoAccessSyntax(descriptions))
}
