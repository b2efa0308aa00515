//! The instance's time: shown, and on a laptop moved.

mod advance;
mod show;

pub use advance::{advance, kept_offset};
pub use show::{Shown, show};
