//! What a caller can ask for: one file for each wish.
//!
//! An operation asks `caller.may(…)`, opens one transaction, loads, asks the model, saves, commits and
//! answers. It calls no other operation and no network: the whole story is on one screen. Console, CLI
//! and AWS endpoint of the same wish call the same operation.

pub mod access;
pub mod access_key;
pub mod account_configuration;
pub mod approval;
pub mod authority;
pub mod caller;
pub mod certificate;
pub mod clock;
pub mod edge_board;
pub mod entropy;
pub mod error;
pub mod event_log;
pub mod founding;
pub mod gauges;
pub mod instance;
pub mod key_pool;
pub mod listener;
pub mod load_balancer;
pub mod mail;
pub mod named;
mod page_token;
pub mod policy;
pub mod principal;
pub mod replacement;
pub mod reseal;
pub mod restored;
pub mod retention;
pub mod revocation;
pub mod secret;
pub mod settings;
pub mod tally;
pub mod target_group;
pub mod target_rules;
pub mod time;
mod wait;
pub mod webhook;
pub mod zone;

pub use caller::Caller;
pub use clock::Clock;
pub use edge_board::EdgeBoard;
pub use entropy::Entropy;
pub use error::{Error, Kind};
pub use instance::Instance;
pub use named::Named;
pub use secret::InstanceSecret;
pub use settings::{Founding, Quotas, Settings};
pub use tally::Tally;
pub use target_rules::TargetRules;
