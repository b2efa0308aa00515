//! What a caller can ask for: one file for each request.
//!
//! An operation asks `caller.may(…)`, opens a transaction, loads, asks the model, saves, commits and answers. What
//! becomes true together is saved in one transaction; a second one follows where the edge has to confirm a change
//! (`load_balancing::listener`). It does not use the network itself. CLI, AWS endpoint and page that ask for the same thing
//! call the same operation.

pub mod access;
pub mod authority;
pub mod caller;
pub mod certificate;
pub mod error;
pub mod events;
pub mod instance;
pub mod load_balancing;
pub mod named;
pub mod network;
pub mod node;
mod page_token;
pub mod placement;
pub mod reason;
mod wait;
pub mod worker;
pub mod zone;

pub use caller::Caller;
pub use error::{Error, Kind};
pub use instance::Instance;
pub use instance::clock::Clock;
pub use instance::counters::Counters;
pub use instance::edge_status::EdgeStatus;
pub use instance::entropy::Entropy;
pub use instance::secret::InstanceSecret;
pub use instance::settings::{Founding, Quotas, Settings};
pub use instance::target_rules::TargetRules;
pub use named::Named;
pub use worker::Worker;
