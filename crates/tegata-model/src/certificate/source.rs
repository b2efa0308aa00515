//! Where a certificate comes from: requested here and issued by an issuer, or imported by its owner.

use serde::{Deserialize, Serialize};

use super::import::Imported;
use super::issuer::Issuer;
use super::method_update::MethodUpdate;
use super::name::{NameState, NameValidation};
use super::options::{ManagedBy, ValidationMethod};
use super::proving::Purpose;
use super::renewal::Renewal;
use super::status::FailureReason;

/// Where a certificate comes from, with what only certificates from there have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// Requested here. Its names are proven, an issuer signs it, and it is renewed.
    Managed(Managed),
    /// Brought by its owner, with its key. Nothing is proven and nothing is renewed.
    Imported(Imported),
}

/// What a requested certificate has and an imported one has not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Managed {
    /// Every name once, at least one. The first is the domain name, which is also the subject's common name.
    pub names: Vec<NameValidation>,
    /// How control over the names is proven.
    pub method: ValidationMethod,
    /// Who signs it; chosen by the request, see [`super::issuer`].
    pub issuer: Issuer,
    /// Who has its private key.
    pub key: KeyHolder,
    /// The service that requested it and is the only one to use it; `None` for the account's owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub managed_by: Option<ManagedBy>,
    /// The principal that requested it; `None` when it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested_by: Option<String>,
    /// Why it failed, for a reason that no single name carries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<FailureReason>,
    /// The latest renewal; `None` until one has begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renewal: Option<Renewal>,
    /// The latest change of the validation method; `None` until one was requested.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method_update: Option<MethodUpdate>,
}

/// Who has a certificate's private key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyHolder {
    /// Tegata makes a key for each version and keeps it sealed.
    Tegata,
    /// The requester has it and sent its public half in a certificate signing request (RFC 2986).
    /// Tegata can neither export nor serve such a certificate.
    Requester {
        /// The public key: a `SubjectPublicKeyInfo` in PEM. Every version has it.
        public_key_pem: String,
    },
}

impl Managed {
    /// Why it failed before it was first issued.
    #[must_use]
    pub fn failure_reason(&self) -> Option<FailureReason> {
        self.failure.or_else(|| {
            self.names.iter().find_map(|name| match name.state {
                NameState::Failed { reason } => Some(reason),
                _ => None,
            })
        })
    }

    /// The states of the names, in their order, for the first issue or for the latest renewal.
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

    /// Whether every name is proven for that purpose.
    #[must_use]
    pub fn is_proven(&self, purpose: Purpose) -> bool {
        self.states(purpose).all(|(_, state)| matches!(state, NameState::Proven { .. }))
    }

    pub(super) fn set_states(
        &mut self,
        purpose: Purpose,
        mut set: impl FnMut(&NameValidation, NameState) -> NameState,
    ) {
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

/// Where a certificate comes from (ACM API, `CertificateType`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// Issued by an authority of this instance, after proof.
    AmazonIssued,
    /// Brought by its owner, with its key.
    Imported,
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
}
