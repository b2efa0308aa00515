//! Changes: which snapshots have to be built anew.

use serde::{Deserialize, Serialize};

/// What a snapshot is about. Every change to one of these is logged in the transaction that makes it,
/// so that DNS answers and edges, on any node, can pull just what is different.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Topic {
    /// A hosted zone's record sets; the key is the zone's identifier.
    HostedZone,
    /// What a certificate serves (chain and key); the key is the certificate's identifier.
    Certificate,
    /// A listener or its certificates; the key is the listener's identifier.
    Listener,
    /// A target group or its targets; the key is the target group's identifier.
    TargetGroup,
    /// An authority or its revocation list; the key is the authority's identifier.
    Authority,
    /// That a certificate of an authority was revoked; the key is the serial number in hexadecimal.
    Revocation,
    /// Access keys, principals or policies; the key is an access key's identifier or a name.
    Access,
}

impl Topic {
    /// The name kept in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Topic::HostedZone => "hosted-zone",
            Topic::Certificate => "certificate",
            Topic::Listener => "listener",
            Topic::TargetGroup => "target-group",
            Topic::Authority => "authority",
            Topic::Revocation => "revocation",
            Topic::Access => "access",
        }
    }
}
