//! What a caller can ask for: one file for each wish.
//!
//! An operation asks `caller.may(…)`, opens one transaction, loads, asks the model, saves, commits and
//! answers. It calls no other operation and no network: the whole story is on one screen. Console, CLI
//! and AWS endpoint of the same wish call the same operation.

pub mod access;
pub mod authority;
pub mod caller;
pub mod certificate;
pub mod error;
pub mod events;
pub mod instance;
pub mod load_balancing;
pub mod named;
mod page_token;
pub mod reason;
mod wait;
pub mod worker;
pub mod zone;

pub use caller::Caller;
pub use error::{Error, Kind};
pub use instance::Instance;
pub use instance::clock::Clock;
pub use instance::counters::Counters;
pub use instance::edge_board::EdgeBoard;
pub use instance::entropy::Entropy;
pub use instance::secret::InstanceSecret;
pub use instance::settings::{Founding, Quotas, Settings};
pub use instance::target_rules::TargetRules;
pub use named::Named;
pub use worker::Worker;
