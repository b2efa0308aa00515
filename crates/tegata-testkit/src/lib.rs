//! For tests only: a world in memory with a clock that stands and chance that repeats.

mod chance;
mod handed_in;
mod world;

pub use chance::repeating;
pub use handed_in::handed_in;
pub use world::{World, dns_request, worker};
