//! What the measurements share: a chain to serve, peers, load, and CPU seconds.
//!
//! Each program under `bin/` measures one subject and prints its figures as ratios to a peer or a ceiling that was
//! measured in the same run. Nothing here asserts a time.

/// The allocator of the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

pub mod aws_client;
pub mod chain;
pub mod copies;
pub mod edge;
pub mod instance;
pub mod listening;
pub mod load;
pub mod name_server;
pub mod nginx;
pub mod pipeline;
pub mod process;
pub mod up;
