//! Zones as they are served: snapshots that share what is equal.

mod alias;
mod answer;
mod authority;
mod encoded_set;
mod find;
mod hosted;
mod name;
mod query;
mod record;
mod snapshot;

pub use self::answer::{Answer, AnswerKind, Transport, answer, bad_cookie, truncated};
pub use self::hosted::{Content, OutsideZone, RecordSet, Zone};
pub use self::query::Query;
pub use self::record::{RecordError, SUPPORTED_TYPES, parse_value};
pub use self::snapshot::Snapshot;

#[cfg(test)]
pub(crate) mod tests;
