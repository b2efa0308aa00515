//! A certificate as the store keeps it, and what follows from it alone.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::import::Imported;
use super::issuer::Issuer;
use super::key_algorithm::KeyAlgorithm;
use super::method_update::MethodUpdate;
use super::name::{NameState, NameValidation};
use super::options::{ExportOption, ManagedBy, TransparencyLogging, ValidationMethod};
use super::proving::{Next, Proving, Purpose, VALIDATION_LIMIT};
use super::renewal::Renewal;
use super::revocation::Revoked;
use super::source::{KeyHolder, Managed, Origin, Source};
use super::status::{FailureReason, Status};
use super::version::{Exported, Version};
use crate::tag::Tag;
use crate::{CertificateId, Tenant};

/// A certificate as it is stored, keys and signed bytes apart.
///
/// Stored documents outlive releases: new members need a serde default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// Which one; the last part of its ARN. Stays over renewals.
    pub id: CertificateId,
    /// Whose and where.
    pub tenant: Tenant,
    /// Where it comes from, with what only certificates from there have.
    pub source: Source,
    /// What kind of key it has or will have.
    pub key_algorithm: KeyAlgorithm,
    /// Whether key and certificate may leave Tegata; fixed at request (ACM API, `CertificateOptions`).
    pub export: ExportOption,
    /// What its owner says of certificate transparency. Nothing is logged here either way.
    #[serde(default)]
    pub transparency: TransparencyLogging,
    /// The owner's tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    /// When it was requested, or first imported.
    pub created_at: Timestamp,
    /// What is served; `None` until first issued. An imported certificate always has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Version>,
    /// When `not_after` was found to have passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expired_at: Option<Timestamp>,
    /// The last export of key and certificate; `None` while they never left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exported: Option<Exported>,
    /// Its revocation; `None` while it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked: Option<Revoked>,
}

impl Certificate {
    /// What only a requested certificate has; `None` when it was imported.
    #[must_use]
    pub fn managed(&self) -> Option<&Managed> {
        match &self.source {
            Source::Managed(managed) => Some(managed),
            Source::Imported(_) => None,
        }
    }

    /// What only a requested certificate has, to be changed.
    pub fn managed_mut(&mut self) -> Option<&mut Managed> {
        match &mut self.source {
            Source::Managed(managed) => Some(managed),
            Source::Imported(_) => None,
        }
    }

    /// What was imported; `None` when it was requested here.
    #[must_use]
    pub fn imported(&self) -> Option<&Imported> {
        match &self.source {
            Source::Managed(_) => None,
            Source::Imported(imported) => Some(imported),
        }
    }

    /// Where it comes from (ACM API, `CertificateType`).
    #[must_use]
    pub fn origin(&self) -> Origin {
        match &self.source {
            Source::Managed(Managed { issuer: Issuer::Own, .. }) => Origin::AmazonIssued,
            Source::Imported(_) => Origin::Imported,
        }
    }

    /// The names that are proven; none when it was imported.
    #[must_use]
    pub fn names(&self) -> &[NameValidation] {
        self.managed().map_or(&[], |managed| &managed.names)
    }

    /// How its names are proven; `None` when it was imported.
    #[must_use]
    pub fn method(&self) -> Option<ValidationMethod> {
        self.managed().map(|managed| managed.method)
    }

    /// The service that is the only one to use it; `None` for the account's owner.
    #[must_use]
    pub fn managed_by(&self) -> Option<ManagedBy> {
        self.managed()?.managed_by
    }

    /// The latest renewal; `None` until one has begun, and when it was imported.
    #[must_use]
    pub fn renewal(&self) -> Option<&Renewal> {
        self.managed()?.renewal.as_ref()
    }

    /// The latest change of the validation method; `None` until one was requested.
    #[must_use]
    pub fn method_update(&self) -> Option<&MethodUpdate> {
        self.managed()?.method_update.as_ref()
    }

    /// ACM's name for where the key pair comes from (ACM API, `CertificateKeyPairOrigin`).
    #[must_use]
    pub fn key_pair_origin(&self) -> &'static str {
        match &self.source {
            Source::Managed(Managed { key: KeyHolder::Tegata, .. }) => "AWS_MANAGED",
            Source::Managed(Managed { key: KeyHolder::Requester { .. }, .. }) | Source::Imported(_) => {
                "CUSTOMER_PROVIDED"
            }
        }
    }

    /// Whether Tegata has the private key, and so can serve and export the certificate.
    #[must_use]
    pub fn has_key(&self) -> bool {
        match &self.source {
            Source::Managed(Managed { key: KeyHolder::Tegata, .. }) | Source::Imported(_) => true,
            Source::Managed(Managed { key: KeyHolder::Requester { .. }, .. }) => false,
        }
    }

    /// The domain name: first among the names and common name of the subject.
    #[must_use]
    pub fn domain_name(&self) -> &str {
        match &self.source {
            Source::Managed(managed) => managed.names.first().map_or("", |first| first.name.as_str()),
            Source::Imported(imported) => &imported.domain_name,
        }
    }

    /// The DNS names it is for: those requested, or as an imported certificate spells them.
    pub fn dns_names(&self) -> impl Iterator<Item = &str> {
        let imported = self.imported().map_or(&[][..], |imported| &imported.dns_names);
        self.names().iter().map(|name| name.name.as_str()).chain(imported.iter().map(String::as_str))
    }

    /// What its key is used for, in ACM's names; none before there is a version, and `ANY` for an imported
    /// certificate that does not say.
    #[must_use]
    pub fn key_usages(&self) -> Vec<&str> {
        match &self.source {
            Source::Imported(imported) => imported.key_usages(),
            Source::Managed(_) if self.version.is_some() => self.key_algorithm.key_usages().to_vec(),
            Source::Managed(_) => Vec::new(),
        }
    }

    /// What the certificate is for, as pairs of ACM's name and the object identifier; none before there is a
    /// version, and `NONE` for an imported certificate that does not say.
    #[must_use]
    pub fn extended_key_usages(&self) -> Vec<(&str, &str)> {
        match &self.source {
            Source::Imported(imported) => imported.extended_key_usages(),
            Source::Managed(_) if self.version.is_some() => vec![SERVER_AUTHENTICATION],
            Source::Managed(_) => Vec::new(),
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
        } else if self.names().iter().any(|name| name.state == NameState::TimedOut) {
            Status::ValidationTimedOut
        } else {
            Status::PendingValidation
        }
    }

    /// Why it failed, before it was ever issued.
    #[must_use]
    pub fn failure_reason(&self) -> Option<FailureReason> {
        self.managed()?.failure_reason()
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
                self.renewal().filter(|renewal| renewal.attempt_runs()).map(|renewal| Proving {
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
        let update = self.method_update().filter(|update| update.is_pending()).map(MethodUpdate::until);
        proving.into_iter().chain(update).min()
    }

    /// The work that advances names which are not proven yet.
    #[must_use]
    pub fn next_proof(&self) -> Next {
        match self.method() {
            Some(ValidationMethod::Email) => Next::AskByMail,
            Some(ValidationMethod::Dns | ValidationMethod::Http) => Next::LookUpProofs,
            None => Next::Nothing,
        }
    }

    /// The states of the names, in their order, that [`Certificate::proving`] speaks of; none when it was imported.
    pub fn states(&self, purpose: Purpose) -> impl Iterator<Item = (&NameValidation, NameState)> {
        self.managed().into_iter().flat_map(move |managed| managed.states(purpose))
    }

    /// Whether every name is proven for that purpose; an imported certificate has none to prove.
    pub(super) fn is_proven(&self, purpose: Purpose) -> bool {
        self.managed().is_some_and(|managed| managed.is_proven(purpose))
    }

    pub(super) fn set_states(
        &mut self,
        purpose: Purpose,
        set: impl FnMut(&NameValidation, NameState) -> NameState,
    ) {
        if let Some(managed) = self.managed_mut() {
            managed.set_states(purpose, set);
        }
    }
}

/// A leaf that is issued here serves, and does nothing else (ACM User Guide, "Certificate characteristics").
const SERVER_AUTHENTICATION: (&str, &str) = ("TLS_WEB_SERVER_AUTHENTICATION", "1.3.6.1.5.5.7.3.1");
