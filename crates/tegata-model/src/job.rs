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
    /// Hand a mail over to the relay.
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

/// The kind of [`Job::DeliverWebhook`], by which the store finds webhooks without a job.
pub const DELIVER_WEBHOOK: &str = "deliver-webhook";

impl Job {
    /// The names of all kinds.
    pub const KINDS: [&str; 6] =
        ["look-up-proofs", "ask-by-mail", "send-mail", DELIVER_WEBHOOK, "replace", "issue"];

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

    /// The queue that it is put into at first, where it is not known to be about the Internet alone.
    #[must_use]
    pub fn queue(&self) -> Queue {
        match self {
            Job::LookUpProofs { .. } => Queue::ProofsHere,
            Job::AskByMail { .. } => Queue::ContactsHere,
            Job::SendMail { .. } => Queue::Mail,
            Job::DeliverWebhook { .. } => Queue::Webhooks,
            Job::Replace { .. } => Queue::Replacements,
            Job::Issue { .. } => Queue::IssueHere,
        }
    }

    /// The queue that it is put into at first when no name of it is in a zone hosted here.
    #[must_use]
    pub fn queue_elsewhere(&self) -> Queue {
        match self.queue() {
            Queue::IssueHere => Queue::IssueElsewhere,
            Queue::ProofsHere => Queue::ProofsElsewhere,
            Queue::ContactsHere => Queue::ContactsElsewhere,
            other => other,
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

/// A queue of jobs that wait for the same kind of peer. Each has slots of its own, so that one full of jobs whose peers
/// are silent holds no other up.
///
/// A job that looks something up begins in a queue `…Here` when some of its names are in a zone hosted by this instance:
/// there only such zones are asked, and what is left to be asked on the Internet moves it to the queue `…Elsewhere`.
/// Other jobs begin in the queue `…Elsewhere`, so that many of them hold up none that is done here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Queue {
    /// Certificates to issue whose CAA records are in zones hosted here.
    IssueHere,
    /// Certificates to issue whose CAA records are looked up on the Internet.
    IssueElsewhere,
    /// Proofs in zones hosted here.
    ProofsHere,
    /// Proofs that are looked up on the Internet.
    ProofsElsewhere,
    /// Proofs on the Internet for which no server answered the last time.
    ProofsSilent,
    /// Mail exchangers in zones hosted here.
    ContactsHere,
    /// Mail exchangers that are looked up on the Internet.
    ContactsElsewhere,
    /// Mails for the relay.
    Mail,
    /// Events for webhooks.
    Webhooks,
    /// Replacements.
    Replacements,
}

impl Queue {
    /// Every queue.
    pub const ALL: [Queue; 10] = [
        Queue::IssueHere,
        Queue::IssueElsewhere,
        Queue::ProofsHere,
        Queue::ProofsElsewhere,
        Queue::ProofsSilent,
        Queue::ContactsHere,
        Queue::ContactsElsewhere,
        Queue::Mail,
        Queue::Webhooks,
        Queue::Replacements,
    ];

    /// Its name in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Queue::IssueHere => "issue-here",
            Queue::IssueElsewhere => "issue-elsewhere",
            Queue::ProofsHere => "proofs-here",
            Queue::ProofsElsewhere => "proofs-elsewhere",
            Queue::ProofsSilent => "proofs-silent",
            Queue::ContactsHere => "contacts-here",
            Queue::ContactsElsewhere => "contacts-elsewhere",
            Queue::Mail => "mail",
            Queue::Webhooks => "webhooks",
            Queue::Replacements => "replacements",
        }
    }

    /// The queue of this name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Queue> {
        Queue::ALL.into_iter().find(|queue| queue.as_str() == text)
    }
}
