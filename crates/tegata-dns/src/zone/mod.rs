//! Zones as they are served: immutable, and replaced one by one.

mod answer;
mod name;
mod query;
mod record;
mod snapshot;

pub use self::answer::{Answer, AnswerKind, Transport, answer, bad_cookie, truncated};
pub use self::name::{canonical_name, presentation_name};
pub use self::query::Query;
pub use self::record::{RecordError, SUPPORTED_TYPES, parse_value};
pub use self::snapshot::{RecordSet, Snapshot, Zone};

#[cfg(test)]
mod tests;
