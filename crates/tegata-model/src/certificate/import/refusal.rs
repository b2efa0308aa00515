//! Why an import is refused.

use crate::certificate::KeyAlgorithm;
use crate::tag::TagRefused;

/// Why what was brought is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportRefused {
    /// Not X.509 of version 3.
    Format {
        /// Its version.
        version: u8,
    },
    /// More octets than a serial may have (RFC 5280 §4.1.2.2).
    Serial,
    /// A name in it has control characters, which have no place in any.
    ControlCharacter,
    /// A key that is neither RSA nor one of our curves, or of another length.
    KeyAlgorithm,
    /// The private key is another's.
    KeyMismatch,
    /// Its time is over.
    Expired,
    /// Its time has not come.
    NotYetValid,
    /// It does not name its issuer.
    NoIssuer,
    /// It came without a chain, and did not sign itself.
    NotSelfSigned,
    /// A link of the chain does not hold.
    Chain {
        /// Which, counted from 0.
        index: usize,
        /// Why, in a sentence's rest.
        why: String,
    },
    /// The time of a link is over.
    ChainExpired {
        /// Which, counted from 0.
        index: usize,
    },
    /// The time of a link has not come.
    ChainNotYetValid {
        /// Which, counted from 0.
        index: usize,
    },
    /// The key is of one kind, and its issuer's of another.
    KeyFamily,
    /// It is for no domain name and no IP address.
    NoName,
    /// An OCSP URL that is longer than [`super::OCSP_URL_MAX`].
    OcspUrl {
        /// How long it is.
        length: usize,
    },
    /// The tags.
    Tags(TagRefused),
}

/// Why what was brought does not take the place of what is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReimportRefused {
    /// What is there was not imported.
    NotImported,
    /// It could not be imported at all.
    Import(ImportRefused),
    /// Another kind or length of key.
    KeyAlgorithm {
        /// What there is.
        has: KeyAlgorithm,
        /// What was brought.
        brought: KeyAlgorithm,
    },
    /// A usage that there is and that what was brought no longer has.
    UsageRemoved {
        /// Which, in ACM's name.
        usage: String,
    },
}
