//! What is true and what is allowed: the nouns of Tegata and the decisions about them.
//!
//! Pure: no I/O, no async, no clock and no chance of its own. Whatever a decision needs
//! (the stored state, the request, the time) comes in as a value; a plan or a refusal goes out.

pub mod access;
pub mod account_configuration;
pub mod arn;
pub mod authority;
pub mod caa;
pub mod certificate;
pub mod change;
pub mod clock_guard;
pub mod domain_name;
pub mod event;
pub mod event_bridge;
pub mod holder;
pub mod identifier;
pub mod job;
pub mod load_balancing;
pub mod network;
pub mod node;
pub mod placement;
pub mod replacement;
pub mod rotating_key;
pub mod server_name;
pub mod tag;
pub mod tenant;
pub mod validity;
pub mod webhook;
pub mod zone;

pub use domain_name::DomainName;
pub use identifier::{AuthorityId, CertificateId, HostedZoneId, MailId, NodeId, ReplacementId, WebhookId};
pub use server_name::ServerName;
pub use tenant::{AccountId, Region, Tenant};
