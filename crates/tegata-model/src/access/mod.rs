//! Who may do what: named principals, the policies of an account, and decisions by them.
//!
//! The owner of an account may do everything in it, and no policy binds the owner. Everybody else is a named principal
//! and may do nothing unless a policy of the account permits it; a policy that forbids goes before all that permit.
//! Policies are written in Cedar (<https://docs.cedarpolicy.com>); see [`schema`] for what they can speak of.

pub mod names;
mod policies;
mod question;
mod resource;
pub mod schema;
mod structure;

pub use names::{NameRefused, PolicyName, PrincipalName, SessionName};
pub use policies::{
    DOCUMENT_BYTES_MAX, DOCUMENTS_MAX, Decision, Policies, PolicyRefused, STATEMENTS_MAX, Verdict,
    check_document,
};
pub use question::{AskedValue, DomainsAbove, Question, Reach, domain_names};
pub use resource::{Resource, ResourceKind};

#[cfg(test)]
mod tests;

/// The principal that owns an account. No principal can be made by this name.
pub const OWNER: &str = "root";
