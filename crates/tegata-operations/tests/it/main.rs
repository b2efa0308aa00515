//! Operations on a store in memory, with a clock that stands.

mod imports;
mod load_balancing;
mod notices;
