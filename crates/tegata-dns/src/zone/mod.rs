//! Zones as they are served: immutable, and replaced one by one.

mod answer;
mod name;
mod record;
mod snapshot;

pub use self::answer::{Transport, answer};
pub use self::name::{canonical_name, presentation_name};
pub use self::record::{RecordError, SUPPORTED_TYPES, parse_value};
pub use self::snapshot::{RecordSet, Snapshot, Zone};

#[cfg(test)]
mod tests;
