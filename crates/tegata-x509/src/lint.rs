//! Lint: our own checks on the very bytes that are going to be signed.
//!
//! They hold what RFC 5280 and the CA/B Forum's Baseline Requirements (BR) ask of what we issue, read back
//! from the bytes by a parser that did not write them. The signer refuses while there is a finding.

use std::collections::HashSet;

use const_oid::ObjectIdentifier;
use const_oid::db::rfc5280;
use der::{Decode, Encode};
use jiff::Timestamp;
use x509_cert::TbsCertificate;
use x509_cert::certificate::Version;
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName};
use x509_cert::ext::pkix::{
    AuthorityInfoAccessSyntax, AuthorityKeyIdentifier, BasicConstraints, CertificatePolicies,
    CrlDistributionPoints, ExtendedKeyUsage, KeyUsage, SubjectAltName, SubjectKeyIdentifier,
};
use x509_cert::spki::SubjectPublicKeyInfoRef;

use crate::describe::timestamp;
use crate::key::{KeyAlgorithm, key_identifier, rsa_parts};
use crate::profile::Issuer;

/// What is going to be signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A self-signed root.
    Root,
    /// A root's name and key under another root.
    CrossCertificate,
    /// An authority that signs leaves.
    Intermediate,
    /// A certificate of a TLS server.
    Leaf {
        /// How long it may be valid, in days, both ends included.
        days_max: u16,
        /// Which names it may have.
        names: NamesFor,
    },
}

/// For whom the names of a leaf are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamesFor {
    /// Domains that somebody has proven: DNS names of two labels and more.
    Domains,
    /// The server that the instance itself runs. Its names come from its operator: single labels such as `localhost` and
    /// IP addresses too, which the Baseline Requirements keep from certificates that others rely on.
    OwnServer,
}

/// A rule that is broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where the rule stands, such as `RFC 5280 §4.1.2.2`.
    pub source: &'static str,
    /// What is wrong.
    pub text: String,
}

/// Checks a certificate that is to be signed by `issuer` (`None`: by itself) with `signature_algorithm`.
/// Empty when it may be.
#[must_use]
pub fn check(
    to_be_signed: &[u8],
    kind: Kind,
    issuer: Option<&Issuer>,
    signature_algorithm: &[u8],
) -> Vec<Finding> {
    let mut lint = Lint { findings: Vec::new() };
    match TbsCertificate::from_der(to_be_signed) {
        Ok(tbs) => {
            if tbs.to_der().ok().as_deref() != Some(to_be_signed) {
                lint.tell("RFC 5280 §4.1", "the encoding is not DER");
            }
            lint.certificate(&tbs, kind, issuer, signature_algorithm);
        }
        Err(error) => lint.tell("RFC 5280 §4.1", &format!("it cannot be read: {error}")),
    }
    lint.findings
}

struct Lint {
    findings: Vec<Finding>,
}

impl Lint {
    fn tell(&mut self, source: &'static str, text: &str) {
        self.findings.push(Finding { source, text: text.to_owned() });
    }

    fn require(&mut self, holds: bool, source: &'static str, text: &str) {
        if !holds {
            self.tell(source, text);
        }
    }

    fn certificate(&mut self, tbs: &TbsCertificate, kind: Kind, issuer: Option<&Issuer>, algorithm: &[u8]) {
        self.require(tbs.version() == Version::V3, "RFC 5280 §4.1.2.1", "the version is not 3");
        self.serial(tbs.serial_number().as_bytes());
        let own = tbs.signature().to_der().unwrap_or_default();
        self.require(own == algorithm, "RFC 5280 §4.1.2.3", "the signature algorithm is not the issuer's");
        let issuer_name = issuer.map_or(tbs.subject(), Issuer::name);
        self.require(
            tbs.issuer() == issuer_name,
            "RFC 5280 §4.1.2.4",
            "the issuer is not the issuer's subject",
        );
        self.require(!tbs.subject().is_empty(), "BR §7.1.4", "the subject is empty");
        let validity = tbs.validity();
        match (timestamp(validity.not_before), timestamp(validity.not_after)) {
            (Some(from), Some(to)) => self.validity(from, to, kind, issuer),
            _ => self.tell("RFC 5280 §4.1.2.5", "a time is out of range"),
        }
        let spki = tbs.subject_public_key_info().to_der().unwrap_or_default();
        self.key(&spki, kind);
        let extensions = tbs.extensions().map_or(&[][..], Vec::as_slice);
        self.extensions(extensions, kind);
        self.identifiers(extensions, &spki, kind, issuer);
        self.locations(extensions, kind);
        if let Kind::Leaf { names, .. } = kind {
            self.names(tbs, extensions, names);
        }
    }

    fn serial(&mut self, serial: &[u8]) {
        let first = serial.first().copied().unwrap_or(0x80);
        self.require(first < 0x80, "RFC 5280 §4.1.2.2", "the serial number is not positive");
        self.require(serial.len() <= 20, "RFC 5280 §4.1.2.2", "the serial number is longer than 20 octets");
        self.require(serial.len() >= 8, "BR §7.1", "the serial number has less than 64 bits");
    }

    fn validity(&mut self, from: Timestamp, to: Timestamp, kind: Kind, issuer: Option<&Issuer>) {
        self.require(from < to, "RFC 5280 §4.1.2.5", "notAfter is not later than notBefore");
        if let Some((first, last)) = issuer.map(Issuer::period) {
            // A path is valid while every certificate in it is (RFC 5280 §6.1.3 (a)(2)).
            self.require(first <= from, "own profile", "it begins before its issuer");
            self.require(to <= last, "own profile", "it outlives its issuer");
        }
        if let Kind::Leaf { days_max, .. } = kind {
            // Both ends count: a day of 86,400 seconds ends on its 86,400th second.
            let seconds = to.as_second() - from.as_second() + 1;
            let text = format!("it is valid for more than {days_max} days");
            self.require(seconds <= i64::from(days_max) * 86_400, "BR §6.3.2", &text);
        }
    }

    fn key(&mut self, spki: &[u8], kind: Kind) {
        match KeyAlgorithm::of_spki(spki) {
            Err(error) => self.tell("BR §6.1.5", &error.to_string()),
            Ok(KeyAlgorithm::Rsa1024) => self.tell("BR §6.1.5", "the RSA modulus has less than 2048 bits"),
            Ok(KeyAlgorithm::EcSecp521r1) if matches!(kind, Kind::Leaf { .. }) => {
                self.tell("ACM User Guide, key algorithms", "P-521 is not issued");
            }
            Ok(algorithm) if !algorithm.is_ec() => {
                let bits = SubjectPublicKeyInfoRef::from_der(spki)
                    .map(|info| info.subject_public_key.raw_bytes().to_vec());
                let Ok(Ok((modulus, exponent))) = bits.map(|bits| rsa_parts(&bits)) else { return };
                self.require(
                    modulus.last().is_some_and(|byte| byte & 1 == 1),
                    "BR §6.1.6",
                    "the RSA modulus is even",
                );
                let usual = exponent == [1, 0, 1];
                self.require(usual, "BR §6.1.6", "the RSA exponent is not 65537");
            }
            Ok(_) => {}
        }
    }

    fn extensions(&mut self, extensions: &[Extension], kind: Kind) {
        let mut seen = HashSet::new();
        for extension in extensions {
            if !seen.insert(extension.extn_id) {
                self.tell("RFC 5280 §4.2", &format!("the extension {} is there twice", extension.extn_id));
            }
        }
        let leaf = matches!(kind, Kind::Leaf { .. });
        let constraints: Option<BasicConstraints> =
            self.read(extensions, rfc5280::ID_CE_BASIC_CONSTRAINTS, true);
        match constraints {
            None => self.tell("BR §7.1.2", "there are no basic constraints"),
            Some(constraints) => {
                self.require(
                    constraints.ca != leaf,
                    "RFC 5280 §4.2.1.9",
                    "cA does not match the kind of certificate",
                );
                let intermediate = kind == Kind::Intermediate;
                let length = constraints.path_len_constraint;
                self.require(
                    !intermediate || length == Some(0),
                    "own profile",
                    "an intermediate has path length 0",
                );
                self.require(
                    intermediate || length.is_none(),
                    "own profile",
                    "only an intermediate has a path length",
                );
            }
        }
        let usage: Option<KeyUsage> = self.read(extensions, rfc5280::ID_CE_KEY_USAGE, true);
        match usage {
            None => self.tell("BR §7.1.2", "there is no key usage"),
            Some(usage) => {
                let signs = usage.key_cert_sign() || usage.crl_sign();
                self.require(
                    signs != leaf,
                    "RFC 5280 §4.2.1.3",
                    "keyCertSign and cRLSign do not match the kind of certificate",
                );
                self.require(usage.digital_signature(), "BR §7.1.2", "digitalSignature is missing");
            }
        }
        let extended: Option<ExtendedKeyUsage> = self.read(extensions, rfc5280::ID_CE_EXT_KEY_USAGE, false);
        match (kind, extended) {
            (Kind::Leaf { .. }, Some(usages)) => {
                let only = usages.0 == [rfc5280::ID_KP_SERVER_AUTH];
                self.require(only, "BR §7.1.2.7.10", "the extended key usage is not only serverAuth");
            }
            (Kind::Leaf { .. } | Kind::Intermediate, None) => {
                self.tell("BR §7.1.2", "there is no extended key usage");
            }
            (Kind::Root, Some(_)) => self.tell("BR §7.1.2.1", "a root has an extended key usage"),
            _ => {}
        }
        let policies: Option<CertificatePolicies> =
            self.read(extensions, rfc5280::ID_CE_CERTIFICATE_POLICIES, false);
        let wanted = kind != Kind::Root;
        self.require(
            policies.is_some() == wanted,
            "BR §7.1.2",
            "the certificate policies do not match the kind of certificate",
        );
    }

    fn identifiers(&mut self, extensions: &[Extension], spki: &[u8], kind: Kind, issuer: Option<&Issuer>) {
        let own = key_identifier(spki).unwrap_or_default();
        let subject: Option<SubjectKeyIdentifier> =
            self.read(extensions, rfc5280::ID_CE_SUBJECT_KEY_IDENTIFIER, false);
        let agrees = subject.is_some_and(|subject| subject.0.as_bytes() == own);
        self.require(agrees, "RFC 5280 §4.2.1.2", "the subject key identifier is not the SHA-1 of the key");
        let authority: Option<AuthorityKeyIdentifier> =
            self.read(extensions, rfc5280::ID_CE_AUTHORITY_KEY_IDENTIFIER, false);
        match (kind, authority, issuer) {
            (Kind::Root, None, None) => {}
            (_, Some(authority), Some(issuer)) => {
                let key = authority.key_identifier.as_ref().map(der::asn1::OctetString::as_bytes);
                let alone = authority.authority_cert_issuer.is_none();
                self.require(
                    key == Some(&issuer.key_identifier()[..]) && alone,
                    "RFC 5280 §4.2.1.1",
                    "the authority key identifier is not only the issuer's key identifier",
                );
            }
            _ => self.tell(
                "RFC 5280 §4.2.1.1",
                "the authority key identifier does not match the kind of certificate",
            ),
        }
    }

    fn locations(&mut self, extensions: &[Extension], kind: Kind) {
        let points: Option<CrlDistributionPoints> =
            self.read(extensions, rfc5280::ID_CE_CRL_DISTRIBUTION_POINTS, false);
        let access: Option<AuthorityInfoAccessSyntax> =
            self.read(extensions, rfc5280::ID_PE_AUTHORITY_INFO_ACCESS, false);
        if kind == Kind::Root {
            return;
        }
        let http = |name: &GeneralName| match name {
            GeneralName::UniformResourceIdentifier(url) => url.as_str().starts_with("http://"),
            _ => false,
        };
        let points_hold = points.is_some_and(|points| {
            !points.0.is_empty()
                && points.0.iter().all(|point| match &point.distribution_point {
                    Some(DistributionPointName::FullName(names)) => names.iter().all(http),
                    _ => false,
                })
        });
        self.require(points_hold, "BR §7.1.2.11.2", "the CRL distribution points are not http URLs");
        let access_holds = access.is_some_and(|access| {
            !access.0.is_empty() && access.0.iter().all(|it| http(&it.access_location))
        });
        self.require(access_holds, "BR §7.1.2.7.7", "the authority information access is not http URLs");
    }

    fn names(&mut self, tbs: &TbsCertificate, extensions: &[Extension], names_for: NamesFor) {
        let names: Option<SubjectAltName> = self.read(extensions, rfc5280::ID_CE_SUBJECT_ALT_NAME, false);
        let Some(names) = names.filter(|names| !names.0.is_empty()) else {
            self.tell("BR §7.1.2.7.12", "there is no subject alternative name");
            return;
        };
        let mut texts = HashSet::new();
        for name in &names.0 {
            match name {
                GeneralName::DnsName(name) => {
                    if let Some(fault) = name_fault(name.as_str(), names_for) {
                        self.tell("BR §7.1.2.7.12", &format!("the name {}: {fault}", name.as_str()));
                    }
                    if !texts.insert(name.to_string()) {
                        self.tell("own profile", &format!("the name {} is there twice", name.as_str()));
                    }
                }
                GeneralName::IpAddress(octets) if names_for == NamesFor::OwnServer => {
                    match crate::describe::address(octets.as_bytes()) {
                        Some(address) => {
                            let text = address.to_string();
                            if !texts.insert(text.clone()) {
                                self.tell("own profile", &format!("the address {text} is there twice"));
                            }
                        }
                        None => self.tell("RFC 5280 §4.2.1.6", "an IP address has neither 4 octets nor 16"),
                    }
                }
                _ => self.tell("own profile", "a name is not a DNS name"),
            }
        }
        let common = tbs.subject().common_name().ok().flatten().map(|name| name.value().into_owned());
        let attributes = tbs.subject().iter().count();
        self.require(
            attributes == 1 && common.is_some(),
            "BR §7.1.2.7.2",
            "the subject is not only a common name",
        );
        if let Some(common) = common {
            self.require(common.len() <= 64, "RFC 5280 appendix A", "the common name is longer than 64");
            self.require(texts.contains(&common), "BR §7.1.4.3", "the common name is not one of the names");
        }
    }

    /// Reads an extension that has to have this criticality.
    fn read<'a, T: Decode<'a>>(
        &mut self,
        extensions: &'a [Extension],
        oid: ObjectIdentifier,
        critical: bool,
    ) -> Option<T> {
        let extension = extensions.iter().find(|extension| extension.extn_id == oid)?;
        if extension.critical != critical {
            let must = if critical { "must" } else { "must not" };
            self.tell("BR §7.1.2", &format!("the extension {oid} {must} be critical"));
        }
        let read = T::from_der(extension.extn_value.as_bytes()).ok();
        self.require(read.is_some(), "RFC 5280 §4.2", &format!("the extension {oid} cannot be read"));
        read
    }
}

/// What is wrong with a DNS name in a certificate, if anything.
fn name_fault(name: &str, names_for: NamesFor) -> Option<&'static str> {
    let base = name.strip_prefix("*.").unwrap_or(name);
    let last = base.rsplit('.').next().unwrap_or_default();
    let label_holds = |label: &str| {
        let ldh =
            label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        (1..=63).contains(&label.len()) && ldh && !label.starts_with('-') && !label.ends_with('-')
    };
    if name.len() > 253 {
        Some("it is longer than 253 octets")
    } else if !base.contains('.') && names_for == NamesFor::Domains {
        Some("it has a single label")
    } else if !base.split('.').all(label_holds) {
        Some("a label is not of lower-case letters, digits and inner hyphens")
    } else if last.bytes().all(|byte| byte.is_ascii_digit()) {
        Some("the last label is all digits, as in an IP address")
    } else if last == "onion" {
        // BR appendix B: such a name is proven in other ways than Tegata has.
        Some("it is under .onion")
    } else {
        None
    }
}

#[cfg(test)]
mod tests;
