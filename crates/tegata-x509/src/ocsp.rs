//! OCSP (RFC 6960) in the profile for high volumes (RFC 5019, RFC 9654): one certificate a request, answers that are
//! signed once and given to everybody, so a nonce is passed over.

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, SHA384, SHA512, digest};
use const_oid::ObjectIdentifier;
use const_oid::db::rfc5912;
use der::asn1::{GeneralizedTime, OctetString, OctetStringRef, UintRef};
use der::{Any, AnyRef, Decode, Sequence};
use jiff::Timestamp;
use x509_cert::spki::AlgorithmIdentifierOwned;

use crate::Error;
use crate::crl::Reason;
use crate::encode;
use crate::key::{Signer, der_of};
use crate::profile::Issuer;

/// The largest request that is read: one for a single certificate takes about a hundred bytes.
pub const REQUEST_BYTES_MAX: usize = 2048;

/// id-pkix-ocsp-basic (RFC 6960 §4.2.1).
const BASIC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1.1");

/// How a request names an issuer: by digests of its name and key, made by one of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Digest {
    /// What nearly every client sends (RFC 5019 §2.1.1). It tells issuers apart, no security hangs on it.
    Sha1,
    /// What RFC 9654 asks for.
    Sha256,
    /// What some clients are set to (RFC 6960 §4.3 leaves it open).
    Sha384,
    /// As [`Digest::Sha384`].
    Sha512,
}

impl Digest {
    /// Every digest that is understood.
    pub const ALL: [Digest; 4] = [Digest::Sha1, Digest::Sha256, Digest::Sha384, Digest::Sha512];

    fn identifier(self) -> ObjectIdentifier {
        match self {
            Digest::Sha1 => rfc5912::ID_SHA_1,
            Digest::Sha256 => rfc5912::ID_SHA_256,
            Digest::Sha384 => rfc5912::ID_SHA_384,
            Digest::Sha512 => rfc5912::ID_SHA_512,
        }
    }

    fn of(self, bytes: &[u8]) -> Vec<u8> {
        let algorithm = match self {
            Digest::Sha1 => &SHA1_FOR_LEGACY_USE_ONLY,
            Digest::Sha256 => &SHA256,
            Digest::Sha384 => &SHA384,
            Digest::Sha512 => &SHA512,
        };
        digest(algorithm, bytes).as_ref().to_vec()
    }
}

/// Which certificate a request is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CertificateAsked {
    /// How its issuer is named.
    pub digest: Digest,
    /// Digest of the issuer's distinguished name.
    pub issuer_name: Vec<u8>,
    /// Digest of the issuer's public key.
    pub issuer_key: Vec<u8>,
    /// Its serial number, without leading zeros.
    pub serial: Vec<u8>,
}

/// The names under which requests may speak of an issuer: computed once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuerNames {
    /// Digests of name and key, in the order of [`Digest::ALL`].
    by_digest: [(Vec<u8>, Vec<u8>); Digest::ALL.len()],
}

/// What is known of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It was issued and stands.
    Good,
    /// It was revoked.
    Revoked {
        /// When.
        at: Timestamp,
        /// Why.
        reason: Reason,
    },
}

/// An answer that tells nothing of a certificate, and is not signed (RFC 6960 §4.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unanswered {
    /// The request cannot be read, or asks for other than one certificate.
    Malformed,
    /// The responder fails.
    Internal,
    /// The responder is not there for this certificate: not its issuer, or none with this serial was issued
    /// (RFC 5019 §2.2.3; CA/B Baseline Requirements §4.9.10 forbid to call such a one good).
    Unauthorized,
}

#[derive(Sequence)]
struct CertId<'a> {
    digest: AlgorithmIdentifierOwned,
    issuer_name: &'a OctetStringRef,
    issuer_key: &'a OctetStringRef,
    serial: UintRef<'a>,
}

#[derive(Sequence)]
struct Request<'a> {
    certificate: CertId<'a>,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    extensions: Option<AnyRef<'a>>,
}

#[derive(Sequence)]
struct TbsRequest<'a> {
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    version: Option<u8>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    requestor: Option<AnyRef<'a>>,
    requests: Vec<Request<'a>>,
    #[asn1(context_specific = "2", tag_mode = "EXPLICIT", optional = "true")]
    extensions: Option<AnyRef<'a>>,
}

#[derive(Sequence)]
struct OcspRequest<'a> {
    to_be_signed: TbsRequest<'a>,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    signature: Option<AnyRef<'a>>,
}

/// Reads which certificate a request is about.
///
/// # Errors
/// When it is no request, or for other than one certificate, or names its issuer by other digests.
pub fn read_request(request: &[u8]) -> Result<CertificateAsked, Error> {
    if request.len() > REQUEST_BYTES_MAX {
        return Err(Error::TooLarge { what: "the OCSP request", limit: REQUEST_BYTES_MAX });
    }
    let form = |error: der::Error| Error::form("the OCSP request", error);
    let request = OcspRequest::from_der(request).map_err(form)?;
    let [request] = &request.to_be_signed.requests[..] else {
        return Err(Error::form("the OCSP request", "it must ask about exactly one certificate"));
    };
    let asked = &request.certificate;
    let oid = asked.digest.oid;
    let digest = Digest::ALL.into_iter().find(|digest| digest.identifier() == oid);
    let digest = digest
        .ok_or_else(|| Error::form("the OCSP request", format!("its digest {oid} is not supported")))?;
    Ok(CertificateAsked {
        digest,
        issuer_name: asked.issuer_name.as_bytes().to_vec(),
        issuer_key: asked.issuer_key.as_bytes().to_vec(),
        serial: asked.serial.as_bytes().to_vec(),
    })
}

impl IssuerNames {
    /// The names of the issuer with this certificate.
    ///
    /// # Errors
    /// When the bytes are no certificate.
    pub fn of_certificate(der: &[u8]) -> Result<IssuerNames, Error> {
        let certificate = crate::describe::parse(der)?;
        let tbs = certificate.tbs_certificate();
        let name = der_of("a distinguished name", tbs.subject())?;
        let key = tbs.subject_public_key_info().subject_public_key.raw_bytes();
        Ok(IssuerNames { by_digest: Digest::ALL.map(|digest| (digest.of(&name), digest.of(key))) })
    }

    /// Whether a request means this issuer.
    #[must_use]
    pub fn matches(&self, asked: &CertificateAsked) -> bool {
        let (name, key) = self.by(asked.digest);
        *name == asked.issuer_name && *key == asked.issuer_key
    }

    fn by(&self, digest: Digest) -> (&Vec<u8>, &Vec<u8>) {
        let place = match digest {
            Digest::Sha1 => 0,
            Digest::Sha256 => 1,
            Digest::Sha384 => 2,
            Digest::Sha512 => 3,
        };
        let (name, key) = &self.by_digest[place];
        (name, key)
    }
}

/// Writes a request, for tests and for clients of other responders.
///
/// # Errors
/// When a value cannot be written.
pub fn write_request(issuer: &IssuerNames, digest: Digest, serial: &[u8]) -> Result<Vec<u8>, Error> {
    let request = Request { certificate: certificate_id(issuer, digest, serial)?, extensions: None };
    let to_be_signed =
        TbsRequest { version: None, requestor: None, requests: vec![request], extensions: None };
    der_of("an OCSP request", &OcspRequest { to_be_signed, signature: None })
}

fn certificate_id<'a>(
    issuer: &'a IssuerNames,
    digest: Digest,
    serial: &'a [u8],
) -> Result<CertId<'a>, Error> {
    let fault = |error: der::Error| Error::value("an OCSP certificate identifier", error);
    let (name, key) = issuer.by(digest);
    let oid = digest.identifier();
    Ok(CertId {
        // RFC 5912: SHA-1 has a NULL for parameters wherever it stands by itself, as OpenSSL writes both.
        digest: AlgorithmIdentifierOwned { oid, parameters: Some(Any::null()) },
        issuer_name: OctetStringRef::new(name).map_err(fault)?,
        issuer_key: OctetStringRef::new(key).map_err(fault)?,
        serial: UintRef::new(serial).map_err(fault)?,
    })
}

#[derive(Sequence)]
struct RevokedInfo {
    at: GeneralizedTime,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    reason: Option<Reason>,
}

#[derive(der::Choice)]
enum Status {
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT")]
    Good(der::asn1::Null),
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", constructed = "true")]
    Revoked(RevokedInfo),
}

#[derive(Sequence)]
struct SingleResponse<'a> {
    certificate: CertId<'a>,
    status: Status,
    this_update: GeneralizedTime,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    next_update: GeneralizedTime,
}

#[derive(Sequence)]
struct ResponseData<'a> {
    /// byKey: the SHA-1 of the responder's key (RFC 5019 §2.2.1 lets choose; the shorter one).
    #[asn1(context_specific = "2", tag_mode = "EXPLICIT")]
    responder_key: OctetString,
    produced_at: GeneralizedTime,
    responses: Vec<SingleResponse<'a>>,
}

#[derive(Sequence)]
struct ResponseBytes {
    kind: ObjectIdentifier,
    response: OctetString,
}

#[derive(Sequence)]
struct Answered {
    status: Successful,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    bytes: ResponseBytes,
}

#[derive(Clone, Copy, der::Enumerated)]
#[repr(u8)]
enum Successful {
    Successful = 0,
}

/// An answer about one certificate, signed by its issuer's own key.
///
/// # Errors
/// When a value cannot be written, or the key not be used.
pub fn answer(
    issuer: &Issuer,
    names: &IssuerNames,
    signer: &dyn Signer,
    asked: &CertificateAsked,
    standing: Standing,
    this_update: Timestamp,
    next_update: Timestamp,
) -> Result<Vec<u8>, Error> {
    let status = match standing {
        Standing::Good => Status::Good(der::asn1::Null),
        Standing::Revoked { at, reason } => Status::Revoked(RevokedInfo {
            at: encode::generalized_time(at)?,
            // Absent, and not `unspecified`, as on a list (RFC 5280 §5.3.1).
            reason: Some(reason).filter(|reason| *reason != Reason::Unspecified),
        }),
    };
    let octets =
        |bytes: &[u8]| OctetString::new(bytes).map_err(|error| Error::value("an OCSP answer", error));
    let data = ResponseData {
        responder_key: octets(issuer.key_identifier())?,
        produced_at: encode::generalized_time(this_update)?,
        responses: vec![SingleResponse {
            certificate: certificate_id(names, asked.digest, &asked.serial)?,
            status,
            this_update: encode::generalized_time(this_update)?,
            next_update: encode::generalized_time(next_update)?,
        }],
    };
    let basic = crate::sign(&der_of("an OCSP answer", &data)?, signer)?;
    let bytes = ResponseBytes { kind: BASIC, response: octets(&basic)? };
    der_of("an OCSP answer", &Answered { status: Successful::Successful, bytes })
}

impl Unanswered {
    /// The answer's bytes: a status alone.
    #[must_use]
    pub fn der(self) -> &'static [u8] {
        match self {
            Unanswered::Malformed => &[0x30, 0x03, 0x0a, 0x01, 0x01],
            Unanswered::Internal => &[0x30, 0x03, 0x0a, 0x01, 0x02],
            Unanswered::Unauthorized => &[0x30, 0x03, 0x0a, 0x01, 0x06],
        }
    }
}

#[cfg(test)]
mod tests;
