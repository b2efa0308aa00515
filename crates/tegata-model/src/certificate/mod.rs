//! Certificates: leaf, chain and life cycle.
//!
//! ```text
//!  request ──► PENDING_VALIDATION ──all names proven, CAA permits──► ISSUED ──NotAfter──► EXPIRED
//!     │              │      │                                        ▲    │
//!     │              │      └── 72 h ──► VALIDATION_TIMED_OUT        └────┘
//!     └─policy──► FAILED ◄── CAA forbids, or nothing can be issued   renewal: same identifier,
//!                                                                    new key, new serial
//! ```
//!
//! A certificate's status is a function of its names' states and of the versions it has
//! ([`Certificate::status`]); nothing stores it beside them. Each decision is a function from a
//! certificate, something that happened and the time to [`Progress`] or a refusal. The only way to
//! something that may be signed is [`issue::plan_issue`].

pub mod event;
pub mod evidence;
pub mod expire;
pub mod fail;
pub mod issue;
pub mod name;
pub mod proof;
pub mod renewal;
pub mod request;

#[cfg(test)]
mod machine_tests;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::authority::KeyFamily;
use crate::event::Event;
use crate::tag::Tag;
use crate::{AuthorityId, CertificateId, Tenant};

pub use name::{NameState, NameValidation, ValidationRecord};
pub use renewal::Renewal;

/// A certificate as it is stored, keys and signed bytes apart.
///
/// Stored documents outlive releases: new members need a serde default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// Which one; the last part of its ARN. Stays over renewals.
    pub id: CertificateId,
    /// Whose and where.
    pub tenant: Tenant,
    /// Every name once; the first is the domain name, which is also the subject's common name.
    pub names: Vec<NameValidation>,
    /// What kind of key it has or will have.
    pub key_algorithm: KeyAlgorithm,
    /// How control over the names is proven.
    pub method: ValidationMethod,
    /// Whether key and certificate may leave Tegata; fixed at request (ACM API, `CertificateOptions`).
    pub export: ExportOption,
    /// The owner's tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// Why it failed for a reason that no single name carries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<FailureReason>,
    /// What is served; `None` until first issued.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Version>,
    /// The latest renewal; `None` until one has begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renewal: Option<Renewal>,
    /// When `not_after` was found to have passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expired_at: Option<Timestamp>,
}

impl Certificate {
    /// The domain name: first among the names and common name of the subject.
    #[must_use]
    pub fn domain_name(&self) -> &str {
        self.names.first().map_or("", |first| first.name.as_str())
    }

    /// Where in its life it is.
    #[must_use]
    pub fn status(&self) -> Status {
        if self.expired_at.is_some() {
            Status::Expired
        } else if self.version.is_some() {
            Status::Issued
        } else if self.failure_reason().is_some() {
            Status::Failed
        } else if self.names.iter().any(|name| name.state == NameState::TimedOut) {
            Status::ValidationTimedOut
        } else {
            Status::PendingValidation
        }
    }

    /// Why it failed, before it was ever issued.
    #[must_use]
    pub fn failure_reason(&self) -> Option<FailureReason> {
        self.failure.or_else(|| {
            self.names.iter().find_map(|name| match name.state {
                NameState::Failed { reason } => Some(reason),
                _ => None,
            })
        })
    }

    /// The states that look-ups are to advance: the names' own before the first issue, the renewal's
    /// while one runs, and nothing otherwise.
    #[must_use]
    pub fn proving(&self) -> Option<Proving> {
        match self.status() {
            Status::PendingValidation => Some(Proving {
                purpose: Purpose::FirstIssue,
                since: self.created_at,
                until: self.created_at + VALIDATION_LIMIT,
            }),
            Status::Issued => {
                self.renewal.as_ref().filter(|renewal| renewal.attempt_runs()).map(|renewal| Proving {
                    purpose: Purpose::Renewal,
                    since: renewal.attempt.started_at,
                    until: renewal.attempt.started_at + VALIDATION_LIMIT,
                })
            }
            _ => None,
        }
    }

    /// The states of the names, in their order, that [`Certificate::proving`] speaks of.
    pub fn states(&self, purpose: Purpose) -> impl Iterator<Item = (&NameValidation, NameState)> {
        let renewal = match purpose {
            Purpose::FirstIssue => None,
            Purpose::Renewal => self.renewal.as_ref(),
        };
        self.names.iter().enumerate().map(move |(index, name)| {
            let state = renewal.and_then(|renewal| renewal.names.get(index)).copied();
            (name, state.unwrap_or(name.state))
        })
    }

    fn set_states(&mut self, purpose: Purpose, mut set: impl FnMut(&NameValidation, NameState) -> NameState) {
        match (purpose, &mut self.renewal) {
            (Purpose::Renewal, Some(renewal)) => {
                for (name, state) in self.names.iter().zip(&mut renewal.names) {
                    *state = set(name, *state);
                }
            }
            _ => {
                for name in &mut self.names {
                    name.state = set(name, name.state);
                }
            }
        }
    }
}

/// A proof or an attempt to renew that has not come through by then is given up: 72 hours
/// (ACM User Guide, "Troubleshooting certificate requests").
pub const VALIDATION_LIMIT: jiff::SignedDuration = jiff::SignedDuration::from_hours(72);

/// What the look-ups under way are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proving {
    /// The first issue or a renewal.
    pub purpose: Purpose,
    /// When it began.
    pub since: Timestamp,
    /// When it is given up.
    pub until: Timestamp,
}

/// What a version is issued for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// There is no version yet.
    FirstIssue,
    /// To take the place of the version there is.
    Renewal,
}

/// Whether something serves the certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Usage {
    /// At least one attachment.
    InUse,
    /// None.
    Unused,
}

/// What a decision leads to: the new state, what to tell, what to do next.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// The new state, to be stored whole.
    pub certificate: Certificate,
    /// What happened, to be recorded in the same transaction.
    pub events: Vec<Event>,
    /// Work for the outside, to be put down in the same transaction.
    pub next: Next,
}

/// Work that a decision makes necessary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// None.
    Nothing,
    /// Some names are still to be proven.
    LookUpProofs,
    /// Every name is proven.
    Issue,
}

/// Where in its life a certificate is (ACM API, `CertificateStatus`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// Some name is not proven yet, or all are and the certificate is being made.
    PendingValidation,
    /// Good to serve.
    Issued,
    /// Not proven within 72 hours.
    ValidationTimedOut,
    /// Refused by policy or CAA, or could not be made.
    Failed,
    /// `not_after` has passed.
    Expired,
}

/// Why a certificate or a renewal failed (ACM API, `FailureReason`; those that Tegata gives).
///
/// `ADDITIONAL_VERIFICATION_REQUIRED` is never given: Tegata has no fraud screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FailureReason {
    /// Under a suffix that this instance reserves.
    DomainNotAllowed,
    /// Under a top-level domain that this instance does not know as public.
    InvalidPublicDomain,
    /// CAA records forbid it.
    CaaError,
    /// Anything else; the event says what.
    Other,
}

/// How control over a name is proven (ACM API, `ValidationMethod`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum ValidationMethod {
    /// A CNAME that only who runs the zone can put there.
    Dns,
}

/// Whether key and certificate may leave Tegata.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum ExportOption {
    /// They may.
    Enabled,
    /// They stay.
    Disabled,
}

/// Which key a certificate has: those that may be requested (ACM User Guide, "Certificate characteristics").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum KeyAlgorithm {
    /// RSA with a modulus of 2048 bits.
    #[serde(rename = "RSA_2048")]
    Rsa2048,
    /// ECDSA on P-256.
    #[serde(rename = "EC_prime256v1")]
    EcPrime256v1,
    /// ECDSA on P-384.
    #[serde(rename = "EC_secp384r1")]
    EcSecp384r1,
}

/// One issued version of a certificate, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Counts up from 1 within the certificate.
    pub number: u32,
    /// Sixteen octets, the first not above 0x7f (RFC 5280 §4.1.2.2).
    pub serial: Serial,
    /// First moment of validity.
    pub not_before: Timestamp,
    /// Last moment of validity.
    pub not_after: Timestamp,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// Which intermediate signed it.
    pub authority: AuthorityId,
    /// `O` of the issuer's name: what ACM calls the issuer.
    pub issuer: String,
    /// The signature's algorithm as ACM writes it, such as `SHA256WITHECDSA`.
    pub signature_algorithm: String,
}

/// A certificate's serial number: 128 random bits, of which the first is cleared so that the DER integer
/// stays positive and sixteen octets long.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Serial(pub [u8; 16]);

impl Serial {
    /// Makes a serial of 16 random octets: the first bit is cleared, and the second set so that no
    /// serial begins with a zero octet, which DER would have to drop. 126 random bits remain, and the
    /// CA/B Baseline Requirements §7.1 ask for 64.
    #[must_use]
    pub fn from_random(mut octets: [u8; 16]) -> Serial {
        octets[0] = (octets[0] & 0x7f) | 0x40;
        Serial(octets)
    }

    /// Lower-case hexadecimal with colons, as ACM shows it.
    #[must_use]
    pub fn colons(&self) -> String {
        let mut text = self.to_string();
        for place in (2..32).step_by(2).rev() {
            text.insert(place, ':');
        }
        text
    }
}

impl fmt::Display for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|octet| write!(f, "{octet:02x}"))
    }
}

impl fmt::Debug for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Serial({self})")
    }
}

impl From<Serial> for String {
    fn from(serial: Serial) -> String {
        serial.to_string()
    }
}

impl TryFrom<String> for Serial {
    type Error = String;

    fn try_from(text: String) -> Result<Serial, String> {
        let wrong = || format!("`{text}` is no serial: a serial is 32 hexadecimal digits");
        if text.len() != 32 || !text.is_ascii() {
            return Err(wrong());
        }
        let mut octets = [0; 16];
        for (octet, place) in octets.iter_mut().zip((0..32).step_by(2)) {
            *octet = u8::from_str_radix(&text[place..place + 2], 16).map_err(|_| wrong())?;
        }
        Ok(Serial(octets))
    }
}

impl Status {
    /// Every status.
    pub const ALL: [Status; 5] = [
        Status::PendingValidation,
        Status::Issued,
        Status::ValidationTimedOut,
        Status::Failed,
        Status::Expired,
    ];

    /// ACM's name, which is also the store's.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Status::PendingValidation => "PENDING_VALIDATION",
            Status::Issued => "ISSUED",
            Status::ValidationTimedOut => "VALIDATION_TIMED_OUT",
            Status::Failed => "FAILED",
            Status::Expired => "EXPIRED",
        }
    }
}

impl FailureReason {
    /// ACM's name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            FailureReason::DomainNotAllowed => "DOMAIN_NOT_ALLOWED",
            FailureReason::InvalidPublicDomain => "INVALID_PUBLIC_DOMAIN",
            FailureReason::CaaError => "CAA_ERROR",
            FailureReason::Other => "OTHER",
        }
    }
}

impl ValidationMethod {
    /// ACM's name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            ValidationMethod::Dns => "DNS",
        }
    }
}

impl ExportOption {
    /// ACM's name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            ExportOption::Enabled => "ENABLED",
            ExportOption::Disabled => "DISABLED",
        }
    }
}

impl KeyAlgorithm {
    /// Every algorithm.
    pub const ALL: [KeyAlgorithm; 3] =
        [KeyAlgorithm::Rsa2048, KeyAlgorithm::EcPrime256v1, KeyAlgorithm::EcSecp384r1];

    /// ACM's name in requests, lists and filters; its descriptions write hyphens.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            KeyAlgorithm::Rsa2048 => "RSA_2048",
            KeyAlgorithm::EcPrime256v1 => "EC_prime256v1",
            KeyAlgorithm::EcSecp384r1 => "EC_secp384r1",
        }
    }

    /// Which authorities sign it: families are not mixed.
    #[must_use]
    pub fn family(self) -> KeyFamily {
        match self {
            KeyAlgorithm::Rsa2048 => KeyFamily::Rsa,
            KeyAlgorithm::EcPrime256v1 | KeyAlgorithm::EcSecp384r1 => KeyFamily::Ec,
        }
    }

    /// What a leaf's key is used for (RFC 5280 §4.2.1.3), in ACM's names: an RSA key also carries TLS 1.2's
    /// key transport, an EC key cannot.
    #[must_use]
    pub fn key_usages(self) -> &'static [&'static str] {
        match self {
            KeyAlgorithm::Rsa2048 => &["DIGITAL_SIGNATURE", "KEY_ENCIPHERMENT"],
            KeyAlgorithm::EcPrime256v1 | KeyAlgorithm::EcSecp384r1 => &["DIGITAL_SIGNATURE"],
        }
    }

    /// How ACM names the signature while there is none yet: by the key's family.
    #[must_use]
    pub fn expected_signature_algorithm(self) -> &'static str {
        match self {
            KeyAlgorithm::Rsa2048 => "SHA256WITHRSA",
            KeyAlgorithm::EcPrime256v1 | KeyAlgorithm::EcSecp384r1 => "SHA256WITHECDSA",
        }
    }
}

impl FromStr for KeyAlgorithm {
    type Err = ();

    fn from_str(text: &str) -> Result<KeyAlgorithm, ()> {
        KeyAlgorithm::ALL.into_iter().find(|algorithm| algorithm.as_str() == text).ok_or(())
    }
}
