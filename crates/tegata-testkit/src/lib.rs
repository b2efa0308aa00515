//! For tests only: a world in memory with a clock that stands and chance that repeats.

mod chance;
mod import_fixture;
mod world;

pub use chance::repeating;
pub use import_fixture::import_fixture;
pub use world::{World, dns_request, worker};
