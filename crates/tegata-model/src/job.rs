//! Jobs: work still to do on the outside, put down in the transaction that made it necessary.

use serde::{Deserialize, Serialize};

use crate::{CertificateId, MailId, ReplacementId, WebhookId};

/// Work still to do. An effect does it, may do it twice, and reports through an operation.
///
/// Stored jobs outlive releases: keep reading the old form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Job {
    /// Look up the proofs of the names that are still pending, for the first issue or for a renewal.
    LookUpProofs {
        /// Whose names.
        certificate: CertificateId,
    },
    /// Find out who can be asked by mail for the names that are still pending, and ask them.
    AskByMail {
        /// For whose names.
        certificate: CertificateId,
    },
    /// Hand a mail over to whoever delivers it.
    SendMail {
        /// Which.
        mail: MailId,
    },
    /// Tell a webhook the events that it has not taken.
    DeliverWebhook {
        /// Which.
        webhook: WebhookId,
    },
    /// Go on with a replacement.
    Replace {
        /// Which.
        replacement: ReplacementId,
    },
    /// Obtain a new version of the certificate: every name is proven.
    Issue {
        /// Of which certificate.
        certificate: CertificateId,
    },
}

/// The kind of [`Job::DeliverWebhook`], by which the store finds webhooks that nobody works for.
pub const DELIVER_WEBHOOK: &str = "deliver-webhook";

impl Job {
    /// The name of the kind, kept in the store beside the body.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Job::LookUpProofs { .. } => "look-up-proofs",
            Job::AskByMail { .. } => "ask-by-mail",
            Job::SendMail { .. } => "send-mail",
            Job::DeliverWebhook { .. } => DELIVER_WEBHOOK,
            Job::Replace { .. } => "replace",
            Job::Issue { .. } => "issue",
        }
    }

    /// What it is about. While a job of a kind and subject waits, the same one put again only nudges it.
    #[must_use]
    pub fn subject(&self) -> String {
        match self {
            Job::LookUpProofs { certificate }
            | Job::AskByMail { certificate }
            | Job::Issue { certificate } => certificate.to_string(),
            Job::SendMail { mail } => mail.to_string(),
            Job::DeliverWebhook { webhook } => webhook.to_string(),
            Job::Replace { replacement } => replacement.to_string(),
        }
    }
}
