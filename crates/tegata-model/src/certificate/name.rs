//! A certificate's names: the record that proves each, and how far its proof has come.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::mail;
use super::status::FailureReason;
use crate::DomainName;

/// One name of a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameValidation {
    /// The name, `*.` included.
    pub name: DomainName,
    /// The record that proves it by DNS; apex and wildcard share one. Made for every method, so that another can
    /// be migrated to DNS.
    pub record: ValidationRecord,
    /// How far the first proof has come. A renewal keeps states of its own.
    pub state: NameState,
    /// Who is asked, when the name is proven by mail; `None` otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail: Option<MailProof>,
    /// The redirect that proves it, when it is proven by HTTP; `None` otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redirect: Option<HttpRedirect>,
}

/// Who is asked by mail whether a certificate may be issued for a name (ACM User Guide, "Email validation").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailProof {
    /// The validation domain: the name, or above it. Its mailboxes are asked; what they prove is the name alone.
    pub domain: String,
    /// What descriptions call it, where that is something else: the `*.` of a wildcard stands there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<String>,
    /// When they were last asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_at: Option<Timestamp>,
}

impl MailProof {
    /// The validation domain as descriptions have it.
    #[must_use]
    pub fn validation_domain(&self) -> &str {
        self.shown.as_deref().unwrap_or(&self.domain)
    }

    /// The addresses that are asked; none when the domain has no mail.
    #[must_use]
    pub fn addresses(&self, state: NameState) -> Vec<String> {
        match state {
            NameState::Failed { reason: FailureReason::NoAvailableContacts } => Vec::new(),
            _ => mail::addresses(&self.domain).to_vec(),
        }
    }
}

/// The redirect that proves control over what serves a name (ACM User Guide, "HTTP validation").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HttpRedirect {
    /// `http://<name>/.well-known/pki-validation/<32 hexadecimal digits>.txt`
    pub from: String,
    /// Where it has to lead to, or what it has to serve the content of.
    pub to: String,
}

/// How far a name's proof has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum NameState {
    /// Looked up until found, or until the limit.
    Pending,
    /// The record was seen.
    Proven {
        /// When.
        at: Timestamp,
    },
    /// Policy or CAA refused the name.
    Failed {
        /// Why.
        reason: FailureReason,
    },
    /// The record was not seen in time.
    TimedOut,
}

impl NameState {
    /// ACM's name for it (ACM API, `DomainStatus`), which knows no timed-out name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            NameState::Pending => "PENDING_VALIDATION",
            NameState::Proven { .. } => "SUCCESS",
            NameState::Failed { .. } | NameState::TimedOut => "FAILED",
        }
    }
}

/// The CNAME that proves control over a name (ACM User Guide, "DNS validation").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValidationRecord {
    /// `_<32 hexadecimal digits>.<base name>.`
    pub name: String,
    /// `_<32 hexadecimal digits>.<10 letters>.<suffix>.`
    pub value: String,
}

impl ValidationRecord {
    /// Puts the record together. `for_name` and `for_value` are keyed digests of account and base name, so
    /// that the record is the same for ever for both; `zone_label` is the same in the whole instance.
    #[must_use]
    pub fn new(
        base: &str,
        for_name: u128,
        for_value: u128,
        zone_label: &str,
        suffix: &str,
    ) -> ValidationRecord {
        ValidationRecord {
            name: format!("_{for_name:032x}.{base}."),
            value: format!("_{for_value:032x}.{zone_label}.{suffix}."),
        }
    }

    /// Whether `target`, as a CNAME of the chain gave it, is the value. Case and the last dot do not count;
    /// the leading `_` may be missing, since some DNS providers refuse it in a target
    /// (ACM User Guide, "Troubleshooting DNS validation").
    #[must_use]
    pub fn is_answered_by(&self, target: &str) -> bool {
        fn bare(text: &str) -> &str {
            let text = text.strip_suffix('.').unwrap_or(text);
            text.strip_prefix('_').unwrap_or(text)
        }
        bare(&self.value).eq_ignore_ascii_case(bare(target))
    }
}
