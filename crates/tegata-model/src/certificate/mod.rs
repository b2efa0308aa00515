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

mod document;
pub mod event;
pub mod evidence;
pub mod expire;
pub mod export;
pub mod fail;
pub mod import;
pub mod issue;
pub mod issuer;
pub mod key_algorithm;
pub mod mail;
pub mod mail_text;
pub mod method_update;
pub mod name;
pub mod notice;
mod options;
mod progress;
pub mod proof;
mod proving;
pub mod renewal;
pub mod request;
pub mod revocation;
pub mod search;
pub mod serial;
mod source;
mod status;
mod version;

#[cfg(test)]
mod machine_tests;
#[cfg(test)]
pub(crate) mod tests;

pub use document::Certificate;
pub use import::Imported;
pub use issuer::Issuer;
pub use key_algorithm::KeyAlgorithm;
pub use method_update::MethodUpdate;
pub use name::{HttpRedirect, MailProof, NameState, NameValidation, ValidationRecord};
pub use options::{ExportOption, ManagedBy, TransparencyLogging, ValidationMethod};
pub use progress::{NothingPending, Progress, Usage};
pub use proving::{Next, Proving, Purpose, VALIDATION_LIMIT};
pub use renewal::Renewal;
pub use revocation::{RevocationReason, Revoked};
pub use serial::Serial;
pub use source::{KeyHolder, Managed, Origin, Source};
pub use status::{FailureReason, Status};
pub use version::{Exported, Version};
