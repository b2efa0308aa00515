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
pub mod export;
pub mod fail;
pub mod import;
pub mod issue;
pub mod key_algorithm;
pub mod mail;
pub mod mail_text;
pub mod method_update;
pub mod name;
pub mod notice;
pub mod proof;
pub mod renewal;
pub mod request;
pub mod revocation;
pub mod search;
pub mod serial;

#[cfg(test)]
mod machine_tests;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::event::Event;
use crate::tag::Tag;
use crate::{AuthorityId, CertificateId, Tenant};

pub use import::Imported;
pub use key_algorithm::KeyAlgorithm;
pub use method_update::MethodUpdate;
pub use name::{HttpRedirect, MailProof, NameState, NameValidation, ValidationRecord};
pub use renewal::Renewal;
pub use revocation::{RevocationReason, Revoked};
pub use serial::Serial;

/// A certificate as it is stored, keys and signed bytes apart.
///
/// Stored documents outlive releases: new members need a serde default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// Which one; the last part of its ARN. Stays over renewals.
    pub id: CertificateId,
    /// Whose and where.
    pub tenant: Tenant,
    /// Every name once; the first is the domain name, which is also the subject's common name. Empty when it
    /// was imported: nothing is proven then, and what its certificate names is in [`Certificate::imported`].
    pub names: Vec<NameValidation>,
    /// What kind of key it has or will have.
    pub key_algorithm: KeyAlgorithm,
    /// How control over the names is proven; `None` when it was imported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<ValidationMethod>,
    /// Whether key and certificate may leave Tegata; fixed at request (ACM API, `CertificateOptions`).
    pub export: ExportOption,
    /// What its owner says of certificate transparency. Nothing is logged here either way.
    #[serde(default)]
    pub transparency: TransparencyLogging,
    /// The service that asked for it and alone uses it; `None` for the account's owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub managed_by: Option<ManagedBy>,
    /// The owner's tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// Which principal asked for it; `None` when it was imported, or asked for before this was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested_by: Option<String>,
    /// Why it failed for a reason that no single name carries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<FailureReason>,
    /// What is served; `None` until first issued.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Version>,
    /// The latest renewal; `None` until one has begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renewal: Option<Renewal>,
    /// The latest wish to prove the names by another method; `None` until there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method_update: Option<MethodUpdate>,
    /// When `not_after` was found to have passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expired_at: Option<Timestamp>,
    /// What was imported; `None` for what an authority of this instance issues.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imported: Option<Imported>,
    /// The last export of key and certificate; `None` while they never left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exported: Option<Exported>,
    /// Its revocation; `None` while it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked: Option<Revoked>,
}

impl Certificate {
    /// The domain name: first among the names and common name of the subject.
    #[must_use]
    pub fn domain_name(&self) -> &str {
        match &self.imported {
            Some(imported) => &imported.domain_name,
            None => self.names.first().map_or("", |first| first.name.as_str()),
        }
    }

    /// The DNS names it is for: those asked for, or as an imported certificate spells them.
    pub fn dns_names(&self) -> impl Iterator<Item = &str> {
        let imported =
            self.imported.iter().flat_map(|imported| imported.dns_names.iter().map(String::as_str));
        self.names.iter().map(|name| name.name.as_str()).chain(imported)
    }

    /// Where it comes from (ACM API, `CertificateType`).
    #[must_use]
    pub fn origin(&self) -> Origin {
        if self.imported.is_some() { Origin::Imported } else { Origin::AmazonIssued }
    }

    /// What its key is used for, in ACM's names; none before there is a version, and `ANY` for an imported
    /// certificate that does not say.
    #[must_use]
    pub fn key_usages(&self) -> Vec<&str> {
        match &self.imported {
            Some(imported) => imported.key_usages(),
            None if self.version.is_some() => self.key_algorithm.key_usages().to_vec(),
            None => Vec::new(),
        }
    }

    /// What the certificate is for, as pairs of ACM's name and the object identifier; none before there is a
    /// version, and `NONE` for an imported certificate that does not say.
    #[must_use]
    pub fn extended_key_usages(&self) -> Vec<(&str, &str)> {
        match &self.imported {
            Some(imported) => imported.extended_key_usages(),
            None if self.version.is_some() => vec![SERVER_AUTHENTICATION],
            None => Vec::new(),
        }
    }

    /// Whether the version that is served was exported: then it is renewed although nothing here uses it
    /// (ACM User Guide, "Managed renewal").
    #[must_use]
    pub fn is_current_exported(&self) -> bool {
        match (&self.exported, &self.version) {
            (Some(exported), Some(version)) => exported.version == version.number,
            _ => false,
        }
    }

    /// Where in its life it is.
    #[must_use]
    pub fn status(&self) -> Status {
        if self.revoked.is_some() {
            Status::Revoked
        } else if self.expired_at.is_some() {
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

    /// When the time ends within which names have to be proven, for a certificate or for a change of how its names are
    /// proven: the earlier one. `None` when nothing is being proven.
    #[must_use]
    pub fn validation_ends_at(&self) -> Option<Timestamp> {
        let proving = self.proving().map(|proving| proving.until);
        let update = method_update::pending(self).map(method_update::MethodUpdate::until);
        proving.into_iter().chain(update).min()
    }

    /// The work that advances names which are not proven yet.
    #[must_use]
    pub fn next_proof(&self) -> Next {
        match self.method {
            Some(ValidationMethod::Email) => Next::AskByMail,
            Some(ValidationMethod::Dns | ValidationMethod::Http) => Next::LookUpProofs,
            None => Next::Nothing,
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

/// A leaf that is issued here serves, and does nothing else (ACM User Guide, "Certificate characteristics").
const SERVER_AUTHENTICATION: (&str, &str) = ("TLS_WEB_SERVER_AUTHENTICATION", "1.3.6.1.5.5.7.3.1");

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
    /// Some names are still to be proven by what a look-up finds.
    LookUpProofs,
    /// Some names are still to be proven by whoever reads mail for them.
    AskByMail,
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
    /// Taken back for good.
    Revoked,
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
    /// No mailbox of the validation domain can be reached.
    NoAvailableContacts,
    /// Whoever reads the validation domain's mail said no.
    DomainValidationDenied,
    /// Anything else; the event says what.
    Other,
}

/// How control over a name is proven (ACM API, `ValidationMethod`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum ValidationMethod {
    /// A CNAME that only who runs the zone can put there.
    Dns,
    /// A click in a mail that only the domain's mailboxes get.
    Email,
    /// A redirect that only who serves the name can put there: for what a CDN manages.
    Http,
}

/// A service that manages certificates of its own (ACM API, `CertificateManagedBy`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum ManagedBy {
    /// The CDN.
    CloudFront,
}

/// Where a certificate comes from (ACM API, `CertificateType`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// Issued by an authority of this instance, after proof.
    AmazonIssued,
    /// Brought by its owner, with its key.
    Imported,
}

/// An export: key and certificate have left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exported {
    /// Which version left last.
    pub version: u32,
    /// When.
    pub at: Timestamp,
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

/// Whether a certificate is to be logged (ACM API, `CertificateTransparencyLoggingPreference`). It has had no effect
/// since June 2026; configurations still send it and compare it with what descriptions say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum TransparencyLogging {
    /// It is.
    #[default]
    Enabled,
    /// It is not.
    Disabled,
}

/// One issued version of a certificate, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Counts up from 1 within the certificate.
    pub number: u32,
    /// Its serial number; unique among those that this instance's authorities sign.
    pub serial: Serial,
    /// First moment of validity.
    pub not_before: Timestamp,
    /// Last moment of validity.
    pub not_after: Timestamp,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// Which intermediate of this instance signed it; `None` when it was imported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority: Option<AuthorityId>,
    /// `O` of the issuer's name: what ACM calls the issuer.
    pub issuer: String,
    /// The signature's algorithm as ACM writes it, such as `SHA256WITHECDSA`.
    pub signature_algorithm: String,
}

impl Status {
    /// Every status.
    pub const ALL: [Status; 6] = [
        Status::PendingValidation,
        Status::Issued,
        Status::ValidationTimedOut,
        Status::Failed,
        Status::Expired,
        Status::Revoked,
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
            Status::Revoked => "REVOKED",
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
            FailureReason::NoAvailableContacts => "NO_AVAILABLE_CONTACTS",
            FailureReason::DomainValidationDenied => "DOMAIN_VALIDATION_DENIED",
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
            ValidationMethod::Email => "EMAIL",
            ValidationMethod::Http => "HTTP",
        }
    }
}

impl ManagedBy {
    /// ACM's name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            ManagedBy::CloudFront => "CLOUDFRONT",
        }
    }
}

impl Origin {
    /// ACM's name for the type of certificate.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Origin::AmazonIssued => "AMAZON_ISSUED",
            Origin::Imported => "IMPORTED",
        }
    }

    /// ACM's name for where the key pair comes from (ACM API, `CertificateKeyPairOrigin`).
    #[must_use]
    pub fn key_pair(self) -> &'static str {
        match self {
            Origin::AmazonIssued => "AWS_MANAGED",
            Origin::Imported => "CUSTOMER_PROVIDED",
        }
    }
}

impl TransparencyLogging {
    /// ACM's name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            TransparencyLogging::Enabled => "ENABLED",
            TransparencyLogging::Disabled => "DISABLED",
        }
    }

    /// What ACM's name means.
    #[must_use]
    pub fn from_name(name: &str) -> Option<TransparencyLogging> {
        [TransparencyLogging::Enabled, TransparencyLogging::Disabled]
            .into_iter()
            .find(|it| it.as_str() == name)
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
