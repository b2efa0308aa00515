//! The instance's time: shown, watched, and on a laptop moved.

mod acknowledge;
mod advance;
mod show;
mod watch;

pub use acknowledge::acknowledge;
pub use advance::{advance, kept_offset};
pub use show::{Shown, show};
pub use watch::{last_known, pull_jobs_forward, remember};
