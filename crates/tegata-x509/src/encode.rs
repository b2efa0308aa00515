//! The structures that are written: to-be-signed certificates and what they are made of.

use const_oid::ObjectIdentifier;
use const_oid::db::rfc4519;
use der::asn1::{
    BitString, GeneralizedTime, Ia5String, OctetString, PrintableStringRef, SetOfVec, UintRef, UtcTime,
    Utf8StringRef,
};
use der::{Any, DateTime, Decode, Encode, Sequence};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName};
use x509_cert::name::{Name, RdnSequence, RelativeDistinguishedName};
use x509_cert::spki::AlgorithmIdentifierOwned;
use x509_cert::time::Time;

use crate::Error;
use crate::key::der_of;

/// TBSCertificate (RFC 5280 §4.1), of version 3 and without unique identifiers.
#[derive(Sequence)]
pub(crate) struct TbsCertificate<'a> {
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    pub(crate) version: u8,
    pub(crate) serial: UintRef<'a>,
    pub(crate) signature: AlgorithmIdentifierOwned,
    pub(crate) issuer: Name,
    pub(crate) validity: Validity,
    pub(crate) subject: Name,
    pub(crate) spki: Any,
    #[asn1(context_specific = "3", tag_mode = "EXPLICIT")]
    pub(crate) extensions: Vec<Extension>,
}

#[derive(Sequence)]
pub(crate) struct Validity {
    pub(crate) not_before: Time,
    pub(crate) not_after: Time,
}

/// What a signature is put under: the same form for certificates and revocation lists.
#[derive(Sequence)]
struct Signed {
    to_be_signed: Any,
    algorithm: AlgorithmIdentifierOwned,
    signature: BitString,
}

/// Puts a signature under what was signed.
pub(crate) fn signed(to_be_signed: &[u8], algorithm: &[u8], signature: &[u8]) -> Result<Vec<u8>, Error> {
    let part = |error| Error::value("a signature", error);
    der_of(
        "a signed structure",
        &Signed {
            to_be_signed: Any::from_der(to_be_signed).map_err(part)?,
            algorithm: AlgorithmIdentifierOwned::from_der(algorithm).map_err(part)?,
            signature: BitString::from_bytes(signature).map_err(part)?,
        },
    )
}

/// UTCTime to 2049, GeneralizedTime from 2050 on (RFC 5280 §4.1.2.5).
pub(crate) fn time(at: Timestamp) -> Result<Time, Error> {
    let date = date_time(at)?;
    if date.year() < 2050 {
        let time = UtcTime::from_date_time(date).map(Time::UtcTime);
        time.map_err(|error| Error::value("a time", error))
    } else {
        Ok(Time::GeneralTime(GeneralizedTime::from_date_time(date)))
    }
}

/// GeneralizedTime whatever the year, as OCSP has it (RFC 6960 §4.2.2.1).
pub(crate) fn generalized_time(at: Timestamp) -> Result<GeneralizedTime, Error> {
    date_time(at).map(GeneralizedTime::from_date_time)
}

fn date_time(at: Timestamp) -> Result<DateTime, Error> {
    let civil = TimeZone::UTC.to_datetime(at);
    let part = |value: i8| u8::try_from(value).unwrap_or_default();
    DateTime::new(
        u16::try_from(civil.year()).map_err(|error| Error::value("a time", error))?,
        part(civil.month()),
        part(civil.day()),
        part(civil.hour()),
        part(civil.minute()),
        part(civil.second()),
    )
    .map_err(|error| Error::value("a time", error))
}

/// A distinguished name: country, organisation and common name in that order, those that are given.
pub(crate) fn name(
    country: Option<&str>,
    organisation: Option<&str>,
    common_name: &str,
) -> Result<Name, Error> {
    let fault = |error: der::Error| Error::value("a distinguished name", error);
    let mut sequence = RdnSequence::default();
    let mut add = |oid: ObjectIdentifier, value: Any| -> Result<(), Error> {
        let mut set = SetOfVec::new();
        set.insert(AttributeTypeAndValue { oid, value }).map_err(fault)?;
        sequence.push(RelativeDistinguishedName::from(set));
        Ok(())
    };
    if let Some(country) = country {
        // RFC 5280 appendix A: the country is a PrintableString of two letters.
        let text = PrintableStringRef::new(country).map_err(fault)?;
        add(rfc4519::C, Any::from(text))?;
    }
    if let Some(organisation) = organisation {
        add(rfc4519::O, directory_string(organisation)?)?;
    }
    add(rfc4519::CN, directory_string(common_name)?)?;
    Ok(Name::hazmat_from_rdn_sequence(sequence))
}

/// PrintableString where the text allows it and UTF8String elsewhere (RFC 5280 §4.1.2.4).
fn directory_string(text: &str) -> Result<Any, Error> {
    let fault = |error: der::Error| Error::value("a distinguished name", error);
    match PrintableStringRef::new(text) {
        Ok(printable) => Ok(Any::from(printable)),
        Err(_) => Utf8StringRef::new(text).map(Any::from).map_err(fault),
    }
}

/// An extension.
pub(crate) fn extension(
    oid: ObjectIdentifier,
    critical: bool,
    value: &impl Encode,
) -> Result<Extension, Error> {
    let value = OctetString::new(der_of("an extension", value)?);
    Ok(Extension {
        extn_id: oid,
        critical,
        extn_value: value.map_err(|error| Error::value("an extension", error))?,
    })
}

/// A URL as a general name.
pub(crate) fn url(url: &str) -> Result<GeneralName, Error> {
    Ia5String::new(url)
        .map(GeneralName::UniformResourceIdentifier)
        .map_err(|error| Error::value("a URL", error))
}

/// URLs as a distribution point's name.
pub(crate) fn distribution_point(at: &[impl AsRef<str>]) -> Result<DistributionPointName, Error> {
    let urls = at.iter().map(|at| url(at.as_ref()));
    Ok(DistributionPointName::FullName(urls.collect::<Result<_, Error>>()?))
}
