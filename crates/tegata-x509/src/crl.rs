//! Revocation lists (RFC 5280 §5).

use const_oid::ObjectIdentifier;
use const_oid::db::rfc5280;
use der::asn1::{Uint, UintRef};
use der::{Decode, Enumerated, Sequence};
use jiff::Timestamp;
use x509_cert::crl::CertificateList;
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::CrlNumber;
use x509_cert::ext::pkix::crl::dp::IssuingDistributionPoint;
use x509_cert::name::Name;
use x509_cert::spki::AlgorithmIdentifierOwned;
use x509_cert::time::Time;

use crate::Error;
use crate::encode::{self, extension};
use crate::key::{Signer, der_of};
use crate::profile::{Issuer, authority_key};

/// Why a certificate was revoked (RFC 5280 §5.3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enumerated)]
#[repr(u8)]
pub enum Reason {
    /// No reason given: then the extension is left out, as the RFC asks.
    Unspecified = 0,
    /// The certificate's key got into other hands.
    KeyCompromise = 1,
    /// The authority's did.
    CaCompromise = 2,
    /// The subject's name or other data changed.
    AffiliationChanged = 3,
    /// Another one has taken its place.
    Superseded = 4,
    /// It is not needed any more.
    CessationOfOperation = 5,
    /// A privilege in it was withdrawn.
    PrivilegeWithdrawn = 9,
}

/// A revoked certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its serial number, without leading zeros.
    pub serial: Vec<u8>,
    /// When it was revoked.
    pub revoked_at: Timestamp,
    /// Why.
    pub reason: Reason,
}

/// What a list says of itself.
#[derive(Debug, Clone, Copy)]
pub struct Edition<'a> {
    /// CRL number: only grows.
    pub number: u64,
    /// From when it counts.
    pub this_update: Timestamp,
    /// By when the next one comes.
    pub next_update: Timestamp,
    /// The URLs it is found at, when it lists a part of the issuer's certificates only: every one that stands in their
    /// distribution points (RFC 5280 §5.2.5, §6.3.3 (b)(2)). None for a list of all of them.
    pub part: &'a [String],
}

#[derive(Sequence)]
struct TbsCertList<'a> {
    version: u8,
    signature: AlgorithmIdentifierOwned,
    issuer: Name,
    this_update: Time,
    next_update: Time,
    revoked: Option<Vec<Revoked<'a>>>,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    extensions: Vec<Extension>,
}

#[derive(Sequence)]
struct Revoked<'a> {
    serial: UintRef<'a>,
    revoked_at: Time,
    extensions: Option<Vec<Extension>>,
}

const CRL_NUMBER: ObjectIdentifier = rfc5280::ID_CE_CRL_NUMBER;

/// A list, to be signed by the issuer.
///
/// # Errors
/// When a value cannot be written.
pub fn revocation_list(
    issuer: &Issuer,
    edition: Edition<'_>,
    entries: &[Entry],
    signature_algorithm: &[u8],
) -> Result<Vec<u8>, Error> {
    let fault = |error| Error::value("a revocation list", error);
    let revoked = entries.iter().map(|entry| {
        let extensions = match entry.reason {
            Reason::Unspecified => None,
            reason => Some(vec![extension(rfc5280::ID_CE_CRL_REASONS, false, &reason)?]),
        };
        let serial = UintRef::new(&entry.serial).map_err(fault)?;
        Ok(Revoked { serial, revoked_at: encode::time(entry.revoked_at)?, extensions })
    });
    let revoked = revoked.collect::<Result<Vec<_>, Error>>()?;
    let number = CrlNumber(Uint::new(&edition.number.to_be_bytes()).map_err(fault)?);
    let mut extensions = vec![authority_key(issuer)?, extension(CRL_NUMBER, false, &number)?];
    if !edition.part.is_empty() {
        let point = IssuingDistributionPoint {
            distribution_point: Some(encode::distribution_point(edition.part)?),
            only_contains_user_certs: true,
            only_contains_ca_certs: false,
            only_some_reasons: None,
            indirect_crl: false,
            only_contains_attribute_certs: false,
        };
        extensions.push(extension(rfc5280::ID_CE_ISSUING_DISTRIBUTION_POINT, true, &point)?);
    }
    der_of(
        "a revocation list",
        &TbsCertList {
            version: 1,
            signature: AlgorithmIdentifierOwned::from_der(signature_algorithm).map_err(fault)?,
            issuer: issuer.name().clone(),
            this_update: encode::time(edition.this_update)?,
            next_update: encode::time(edition.next_update)?,
            // RFC 5280 §5.1.2.6: the list is absent, and not empty, when nothing is revoked.
            revoked: (!revoked.is_empty()).then_some(revoked),
            extensions,
        },
    )
}

/// Makes and signs a list.
///
/// # Errors
/// When a value cannot be written, or the key not be used.
pub fn sign_list(
    issuer: &Issuer,
    signer: &dyn Signer,
    edition: Edition<'_>,
    entries: &[Entry],
) -> Result<Vec<u8>, Error> {
    crate::sign(&revocation_list(issuer, edition, entries, signer.signature_algorithm())?, signer)
}

/// The serial numbers on a list, without leading zeros, and its next update.
///
/// # Errors
/// When the bytes are no revocation list.
pub fn read_list(der: &[u8]) -> Result<(Vec<Vec<u8>>, Option<Timestamp>), Error> {
    let list = CertificateList::<x509_cert::certificate::Rfc5280>::from_der(der)
        .map_err(|error| Error::form("a revocation list", error))?;
    let revoked = list.tbs_cert_list.revoked_certificates.iter().flatten();
    let serials = revoked.map(|entry| strip(entry.serial_number.as_bytes())).collect();
    Ok((serials, list.tbs_cert_list.next_update.and_then(crate::describe::timestamp)))
}

fn strip(serial: &[u8]) -> Vec<u8> {
    let zeros = serial.iter().take_while(|byte| **byte == 0).count();
    serial[zeros..].to_vec()
}
