//! Identifiers, each a type of its own. They are drawn outside and passed in.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! uuid_identifier {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<$name, uuid::Error> {
                Uuid::try_parse(text).map($name)
            }
        }
    };
}

uuid_identifier! {
    /// Which certificate: stays the same over renewals and re-imports. The last part of its ARN.
    CertificateId
}
uuid_identifier! {
    /// Which authority: a root, cross-certificate or intermediate of ours.
    AuthorityId
}

uuid_identifier! {
    /// Which mail in the outbox.
    MailId
}

uuid_identifier! {
    /// Which webhook.
    WebhookId
}

uuid_identifier! {
    /// Which replacement of a certificate.
    ReplacementId
}

uuid_identifier! {
    /// Which node: drawn at each start of a process.
    NodeId
}

/// Which hosted zone: `Z` and up to 31 upper-case letters and digits, as Route 53 writes it
/// (without the `/hostedzone/` of the wire).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct HostedZoneId(pub String);

impl fmt::Display for HostedZoneId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
