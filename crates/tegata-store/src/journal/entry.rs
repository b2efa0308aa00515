//! The lines of a journal.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tegata_model::AuthorityId;
use tegata_model::certificate::{RevocationReason, Serial};

use super::identity::FileIdentity;
use crate::marks::Marks;

/// A revocation as the journal has it: all that is needed to put it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournaledRevocation {
    /// The serial number, in hexadecimal.
    pub serial: Serial,
    /// Who signed the certificate.
    pub authority: AuthorityId,
    /// Which list names it.
    pub shard: u32,
    /// When it was revoked.
    pub at: Timestamp,
    /// Why.
    pub reason: RevocationReason,
    /// When the certificate ends.
    pub not_after: Timestamp,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Entry {
    Header(Header),
    Revoked { revoked: JournaledRevocation },
    Mark { mark: Marks },
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Header {
    /// The version of the form.
    pub(super) journal: u32,
    pub(super) instance: String,
    #[serde(flatten)]
    pub(super) file: FileIdentity,
}
