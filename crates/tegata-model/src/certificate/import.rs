//! Import: a certificate that its owner brings, with its key (ACM User Guide, "Import certificates").
//!
//! What was brought is read outside; here it is judged. Importing anew puts another version under the same
//! identifier: what uses the certificate stays attached, so what it relies on may not go away.

use std::net::IpAddr;

use jiff::Timestamp;

use super::{
    Certificate, ExportOption, KeyAlgorithm, Next, Progress, Serial, Source, TransparencyLogging, Usage,
    Version, event,
};
use crate::authority::KeyFamily;
use crate::tag::{self, Tag};
use crate::{CertificateId, DomainName, Tenant};

mod description;
mod refusal;
mod reimport;
#[cfg(test)]
pub(super) mod tests;

pub use self::description::Imported;
pub use self::refusal::{ImportRefused, ReimportRefused};
pub use self::reimport::plan_reimport;

/// The longest OCSP URL that a certificate may have, in characters (ACM User Guide, "Prerequisites").
pub const OCSP_URL_MAX: usize = 1000;

/// What an owner hands over for an import, as it was read and not yet judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportBundle {
    /// What the certificate says.
    pub leaf: Leaf,
    /// The chain, in the order in which it was given; empty when none was.
    pub chain: Vec<Link>,
    /// Whether the private key that came along is the certificate's.
    pub key: KeyFits,
}

/// Whether a private key and a certificate are one another's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyFits {
    /// They are.
    Belongs,
    /// They are not.
    Another,
}

/// What a certificate that was brought says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// Version of X.509 as people count it: 3.
    pub format: u8,
    /// Its serial; `None` when it has more octets than one may have.
    pub serial: Option<Serial>,
    /// The subject as ACM writes it.
    pub subject: String,
    /// The subject's common name.
    pub common_name: Option<String>,
    /// The issuer as ACM writes it.
    pub issuer: String,
    /// `O` of the issuer.
    pub issuer_organisation: Option<String>,
    /// First moment of validity.
    pub not_before: Timestamp,
    /// Last moment of validity.
    pub not_after: Timestamp,
    /// Its key's algorithm; `None` when it is none of ours.
    pub key_algorithm: Option<KeyAlgorithm>,
    /// The signature's algorithm as ACM writes it.
    pub signature_algorithm: String,
    /// The DNS names of its subject alternative names, as spelt there.
    pub dns_names: Vec<String>,
    /// The IP addresses of its subject alternative names.
    pub ip_addresses: Vec<IpAddr>,
    /// Key usages in ACM's names; `None` when the extension is not there.
    pub key_usages: Option<Vec<String>>,
    /// Extended key usages as pairs of ACM's name and the identifier; `None` when the extension is not there.
    pub extended_key_usages: Option<Vec<(String, String)>>,
    /// Where its OCSP responders are.
    pub ocsp_urls: Vec<String>,
    /// Whether it names itself as its issuer and its own key signed it.
    pub is_self_signed: bool,
}

/// One certificate of a chain that was brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// First moment of validity.
    pub not_before: Timestamp,
    /// Last moment of validity.
    pub not_after: Timestamp,
    /// Its key's kind; `None` when it is neither RSA nor one of our curves.
    pub key_family: Option<KeyFamily>,
    /// Why it does not certify the one before it, in a sentence's rest; `None` when it does. The first one's
    /// predecessor is the leaf.
    pub fault: Option<String>,
}

/// What was brought and found good: everything but identifier and time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportDraft {
    key_algorithm: KeyAlgorithm,
    serial: Serial,
    leaf: Leaf,
    domain_name: String,
    dns_names: Vec<String>,
    tags: Vec<Tag>,
}

/// Judges what an owner brings (ACM User Guide, "Prerequisites for importing certificates").
///
/// # Errors
/// The first thing found wrong.
pub fn plan_import(
    brought: ImportBundle,
    tags: &[Tag],
    now: Timestamp,
) -> Result<ImportDraft, ImportRefused> {
    let ImportBundle { leaf, chain, key } = brought;
    if leaf.format != 3 {
        return Err(ImportRefused::Format { version: leaf.format });
    }
    let serial = leaf.serial.ok_or(ImportRefused::Serial)?;
    let texts = [&leaf.subject, &leaf.issuer].into_iter().chain(&leaf.dns_names);
    if texts.into_iter().any(|text| text.chars().any(char::is_control)) {
        return Err(ImportRefused::ControlCharacter);
    }
    let key_algorithm = leaf.key_algorithm.ok_or(ImportRefused::KeyAlgorithm)?;
    if key == KeyFits::Another {
        return Err(ImportRefused::KeyMismatch);
    }
    if leaf.not_after < now {
        return Err(ImportRefused::Expired);
    }
    if now < leaf.not_before {
        return Err(ImportRefused::NotYetValid);
    }
    if leaf.issuer.is_empty() {
        return Err(ImportRefused::NoIssuer);
    }
    check_chain(&leaf, key_algorithm, &chain, now)?;
    let dns_names = names_of(&leaf);
    // ACM shows the common name, and the first name where there is none.
    let first = dns_names.first().cloned().or_else(|| leaf.ip_addresses.first().map(IpAddr::to_string));
    let first = first.ok_or(ImportRefused::NoName)?;
    let domain_name = leaf.common_name.clone().unwrap_or(first);
    let longest = leaf.ocsp_urls.iter().map(|url| url.chars().count()).max().unwrap_or_default();
    if longest > OCSP_URL_MAX {
        return Err(ImportRefused::OcspUrl { length: longest });
    }
    let tags = tag::add(&[], tags).map_err(ImportRefused::Tags)?;
    Ok(ImportDraft { key_algorithm, serial, leaf, domain_name, dns_names, tags })
}

/// Without a chain only what signed itself is taken; in a chain each certifies the one before it.
fn check_chain(
    leaf: &Leaf,
    key_algorithm: KeyAlgorithm,
    chain: &[Link],
    now: Timestamp,
) -> Result<(), ImportRefused> {
    let Some(issuer) = chain.first() else {
        return if leaf.is_self_signed { Ok(()) } else { Err(ImportRefused::NotSelfSigned) };
    };
    for (index, link) in chain.iter().enumerate() {
        if let Some(why) = &link.fault {
            return Err(ImportRefused::Chain { index, why: why.clone() });
        }
        if link.not_after < now {
            return Err(ImportRefused::ChainExpired { index });
        }
        if now < link.not_before {
            return Err(ImportRefused::ChainNotYetValid { index });
        }
    }
    if issuer.key_family == Some(key_algorithm.family()) { Ok(()) } else { Err(ImportRefused::KeyFamily) }
}

/// The DNS names of the subject alternative names, odd ones included. A certificate without any names there is for
/// its common name, if that is a domain name: old private authorities still make such.
fn names_of(leaf: &Leaf) -> Vec<String> {
    if !leaf.dns_names.is_empty() || !leaf.ip_addresses.is_empty() {
        return leaf.dns_names.clone();
    }
    leaf.common_name.iter().filter(|name| name.parse::<DomainName>().is_ok()).cloned().collect()
}

impl ImportDraft {
    /// The imported certificate as it begins: it is ISSUED at once.
    #[must_use]
    pub fn begin(self, id: CertificateId, tenant: Tenant, now: Timestamp) -> Progress {
        let (imported, version) = (self.imported(now), self.version(1, now));
        let certificate = Certificate {
            id,
            tenant,
            source: Source::Imported(imported),
            key_algorithm: self.key_algorithm,
            export: ExportOption::Disabled,
            transparency: TransparencyLogging::Disabled,
            tags: self.tags,
            created_at: now,
            version: Some(version),
            expired_at: None,
            exported: None,
            revoked: None,
        };
        let events = vec![event::imported(&certificate, "IMPORT", Usage::Unused, now)];
        Progress { certificate, events, next: Next::Nothing }
    }

    fn imported(&self, now: Timestamp) -> Imported {
        Imported {
            at: now,
            domain_name: self.domain_name.clone(),
            dns_names: self.dns_names.clone(),
            ip_addresses: self.leaf.ip_addresses.clone(),
            subject: self.leaf.subject.clone(),
            key_usages: self.leaf.key_usages.clone(),
            extended_key_usages: self.leaf.extended_key_usages.clone(),
        }
    }

    fn version(&self, number: u32, now: Timestamp) -> Version {
        Version {
            number,
            serial: self.serial,
            not_before: self.leaf.not_before,
            not_after: self.leaf.not_after,
            issued_at: now,
            authority: None,
            // What has no organisation is shown by its whole name.
            issuer: self.leaf.issuer_organisation.clone().unwrap_or_else(|| self.leaf.issuer.clone()),
            signature_algorithm: self.leaf.signature_algorithm.clone(),
        }
    }
}
