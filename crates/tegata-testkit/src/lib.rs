//! For tests only: a world in memory with a clock that stands and chance that repeats.

mod chance;
mod world;

pub use chance::repeating;
pub use world::{World, dns_request};
