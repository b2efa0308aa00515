//! The codec as a crate is used: what its reading costs.

mod memory;
