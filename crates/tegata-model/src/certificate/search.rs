//! Searching: what a certificate is found by, and what a filter says of it.
//!
//! Most of what is asked for takes few values, and certificates share them: their [`Facets`]. A filter is decided for all
//! certificates of the same facets at once, as far as facets tell ([`Filter::holds`] without details); only what is left
//! open needs a certificate's own [`Details`]. So an index looks at the facets that there are, of which there are few,
//! and not at the certificates, of which there are many.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Certificate, Renewal, Usage, renewal};
use crate::CertificateId;

/// What certificates have in common, in ACM's names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Facets {
    /// Where in its life.
    pub status: String,
    /// How far its renewal has come; `None` without one.
    pub renewal_status: Option<String>,
    /// `ELIGIBLE` or `INELIGIBLE`.
    pub renewal_eligibility: String,
    /// Its key's algorithm, with an underscore.
    pub key_algorithm: String,
    /// What its key is used for; none before it is issued.
    pub key_usages: BTreeSet<String>,
    /// What it is for; none before it is issued.
    pub extended_key_usages: BTreeSet<String>,
    /// Where it comes from.
    pub certificate_type: String,
    /// Where its key comes from.
    pub key_pair_origin: String,
    /// Whether it may be exported.
    pub export_option: String,
    /// How its names are proven; `None` when it was imported.
    pub validation_method: Option<String>,
    /// Which service manages it; `None` for none.
    pub managed_by: Option<String>,
    /// Whether something serves it.
    pub in_use: bool,
    /// Whether it was ever exported.
    pub exported: bool,
    /// Whether there is a version: then there are dates and a serial.
    pub is_made: bool,
    /// Whether it has a domain name.
    pub is_named: bool,
}

impl Facets {
    /// The facets of a certificate.
    #[must_use]
    pub fn of(certificate: &Certificate, usage: Usage) -> Facets {
        let eligible = renewal::is_eligible(certificate, usage);
        let texts = |texts: Vec<&str>| texts.into_iter().map(str::to_owned).collect();
        let extended = certificate.extended_key_usages().into_iter().map(|(name, _)| name).collect();
        Facets {
            status: certificate.status().as_str().to_owned(),
            renewal_status: certificate.renewal().map(Renewal::status).map(str::to_owned),
            renewal_eligibility: if eligible { "ELIGIBLE" } else { "INELIGIBLE" }.to_owned(),
            key_algorithm: certificate.key_algorithm.as_str().to_owned(),
            key_usages: texts(certificate.key_usages()),
            extended_key_usages: texts(extended),
            certificate_type: certificate.origin().as_str().to_owned(),
            key_pair_origin: certificate.key_pair_origin().to_owned(),
            export_option: certificate.export.as_str().to_owned(),
            validation_method: certificate.method().map(|method| method.as_str().to_owned()),
            managed_by: certificate.managed_by().map(|service| service.as_str().to_owned()),
            in_use: usage == Usage::InUse,
            exported: certificate.exported.is_some(),
            is_made: certificate.version.is_some(),
            is_named: !certificate.domain_name().is_empty(),
        }
    }
}

/// What a certificate has for itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Details {
    /// Which one.
    pub id: CertificateId,
    /// Its domain name, in lower case; empty when it has none.
    pub domain_name: String,
    /// Its DNS names, in lower case, each once.
    pub dns_names: Vec<String>,
    /// Its serial in hexadecimal with colons.
    pub serial: Option<String>,
    /// First moment of validity.
    pub not_before: Option<Timestamp>,
    /// Last moment of validity.
    pub not_after: Option<Timestamp>,
}

impl Details {
    /// The details of a certificate.
    #[must_use]
    pub fn of(certificate: &Certificate) -> Details {
        let names: BTreeSet<String> = certificate.dns_names().map(str::to_ascii_lowercase).collect();
        let version = certificate.version.as_ref();
        Details {
            id: certificate.id,
            domain_name: certificate.domain_name().to_ascii_lowercase(),
            dns_names: names.into_iter().collect(),
            serial: version.map(|version| version.serial.colons()),
            not_before: version.map(|version| version.not_before),
            not_after: version.map(|version| version.not_after),
        }
    }
}

/// What is searched for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// All of them hold; of none, that is so.
    All(Vec<Filter>),
    /// One of them holds at least; of none, none does.
    Any(Vec<Filter>),
    /// It does not hold.
    Not(Box<Filter>),
    /// Something that facets decide.
    Facet(Facet),
    /// Something that each certificate has for itself.
    Detail(Detail),
}

/// A condition on facets, with ACM's names as values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Facet {
    /// Has this status.
    Status(String),
    /// Its renewal has this status.
    RenewalStatus(String),
    /// Has such a key.
    KeyAlgorithm(String),
    /// Its key is used so, among others.
    KeyUsage(String),
    /// Is for this, among others.
    ExtendedKeyUsage(String),
    /// Comes from there.
    CertificateType(String),
    /// Its key comes from there.
    KeyPairOrigin(String),
    /// May be exported, or may not.
    ExportOption(String),
    /// Its names are proven so.
    ValidationMethod(String),
    /// That service manages it.
    ManagedBy(String),
    /// Something serves it, or nothing does.
    InUse(bool),
    /// It was exported, or was not.
    Exported(bool),
    /// Has a domain name, or has none.
    Named(bool),
    /// What no certificate here has, such as an ACME account.
    Nothing,
}

impl Facet {
    fn holds(&self, facets: &Facets) -> bool {
        let is = |has: &Option<String>, asked: &String| has.as_ref() == Some(asked);
        match self {
            Facet::Status(asked) => facets.status == *asked,
            Facet::RenewalStatus(asked) => is(&facets.renewal_status, asked),
            Facet::KeyAlgorithm(asked) => facets.key_algorithm == *asked,
            Facet::KeyUsage(asked) => facets.key_usages.contains(asked),
            Facet::ExtendedKeyUsage(asked) => facets.extended_key_usages.contains(asked),
            Facet::CertificateType(asked) => facets.certificate_type == *asked,
            Facet::KeyPairOrigin(asked) => facets.key_pair_origin == *asked,
            Facet::ExportOption(asked) => facets.export_option == *asked,
            Facet::ValidationMethod(asked) => is(&facets.validation_method, asked),
            Facet::ManagedBy(asked) => is(&facets.managed_by, asked),
            Facet::InUse(asked) => facets.in_use == *asked,
            Facet::Exported(asked) => facets.exported == *asked,
            Facet::Named(asked) => facets.is_named == *asked,
            Facet::Nothing => false,
        }
    }
}

/// A condition on details.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Detail {
    /// It is this one.
    Identifier(CertificateId),
    /// Its domain name is this, or has this in it.
    DomainName(Text),
    /// One of its DNS names is this, or has this in it.
    DnsName(Text),
    /// It has this serial, in hexadecimal with colons.
    Serial(String),
    /// Its first moment lies there.
    NotBefore(Span),
    /// Its last moment lies there.
    NotAfter(Span),
}

impl Detail {
    fn holds(&self, details: &Details) -> bool {
        match self {
            Detail::Identifier(id) => details.id == *id,
            Detail::DomainName(text) => !details.domain_name.is_empty() && text.fits(&details.domain_name),
            Detail::DnsName(text) => details.dns_names.iter().any(|name| text.fits(name)),
            Detail::Serial(serial) => details.serial.as_ref() == Some(serial),
            Detail::NotBefore(span) => details.not_before.is_some_and(|time| span.holds(time)),
            Detail::NotAfter(span) => details.not_after.is_some_and(|time| span.holds(time)),
        }
    }

    /// Whether only what is made can have it.
    fn needs_version(&self) -> bool {
        matches!(self, Detail::Serial(_) | Detail::NotBefore(_) | Detail::NotAfter(_))
    }
}

/// A text to compare names with; names know no case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Text {
    /// The whole of it.
    Equals(String),
    /// Somewhere in it.
    Contains(String),
}

impl Text {
    /// A whole name.
    #[must_use]
    pub fn equals(text: &str) -> Text {
        Text::Equals(text.to_ascii_lowercase())
    }

    /// A part of a name.
    #[must_use]
    pub fn contains(text: &str) -> Text {
        Text::Contains(text.to_ascii_lowercase())
    }

    fn fits(&self, name: &str) -> bool {
        match self {
            Text::Equals(text) => name == text,
            Text::Contains(text) => name.contains(text),
        }
    }
}

/// A span of time, both ends in it; without an end it is open there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// From when on.
    pub start: Option<Timestamp>,
    /// Until when.
    pub end: Option<Timestamp>,
}

impl Span {
    fn holds(self, time: Timestamp) -> bool {
        self.start.is_none_or(|start| start <= time) && self.end.is_none_or(|end| time <= end)
    }
}

impl Filter {
    /// Whether it holds; `None` when that depends on details that are not given.
    #[must_use]
    pub fn holds(&self, facets: &Facets, details: Option<&Details>) -> Option<bool> {
        match self {
            Filter::All(filters) => all(filters.iter().map(|filter| filter.holds(facets, details))),
            Filter::Any(filters) => {
                all(filters.iter().map(|filter| filter.holds(facets, details).map(|holds| !holds)))
                    .map(|none| !none)
            }
            Filter::Not(filter) => filter.holds(facets, details).map(|holds| !holds),
            Filter::Facet(facet) => Some(facet.holds(facets)),
            Filter::Detail(detail) if detail.needs_version() && !facets.is_made => Some(false),
            Filter::Detail(detail) => details.map(|details| detail.holds(details)),
        }
    }

    /// The details that each certificate found has for sure: one of them may lead to few.
    #[must_use]
    pub fn required(&self) -> Vec<&Detail> {
        match self {
            Filter::All(filters) => filters.iter().flat_map(Filter::required).collect(),
            Filter::Any(filters) if filters.len() == 1 => filters.iter().flat_map(Filter::required).collect(),
            Filter::Detail(detail) => vec![detail],
            Filter::Any(_) | Filter::Not(_) | Filter::Facet(_) => Vec::new(),
        }
    }
}

/// False when one is; else unknown when one is.
fn all(verdicts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut whole = Some(true);
    for verdict in verdicts {
        match verdict {
            Some(false) => return Some(false),
            None => whole = None,
            Some(true) => {}
        }
    }
    whole
}

#[cfg(test)]
mod tests;
