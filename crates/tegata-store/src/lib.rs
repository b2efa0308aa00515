//! What is remembered: nouns, events, jobs and sealed keys, in SQLite or PostgreSQL.
//!
//! One [`Store`] with two back ends inside and one SQL text for both (`?1` for parameters). A transaction's
//! body runs on a blocking thread and may be run again, so it has no side effects.

pub mod access_keys;
pub mod account_configurations;
pub mod approvals;
pub mod authorities;
pub mod certificates;
pub mod changes;
pub mod declared_hops;
pub mod events;
pub mod jobs;
pub mod journal;
pub mod load_balancing;
pub mod mails;
pub mod marks;
pub mod meta;
pub mod network;
pub mod nodes;
pub mod policies;
pub mod principals;
pub mod replacements;
pub mod revocations;
pub mod rotating_keys;
pub mod seal;
pub mod sealed;
pub mod sessions;
pub mod webhooks;
pub mod zones;

mod condition;
mod error;
mod metrics;
mod migrate;
mod postgres;
mod record;
mod sqlite;
mod statements;
mod store;
mod transaction;
mod value;

pub use error::{OpenError, StoreError, Unavailable};
pub use journal::Journal;
pub use marks::Marks;
pub use metrics::StoreMetrics;
pub use migrate::{Schema, newest_schema, schema_of};
pub use seal::{RandomSource, Sealer};
pub use sqlite::{copy_embedded, read_copy, write_copy};
pub use store::{Location, Store};
pub use transaction::{ReadTx, WriteTx};
pub use value::{FromColumn, Json, Param, Row, Value, ValueRef};
