//! What an account has decided about its certificates in a region.

mod put;
mod show;

pub use put::put;
pub use show::show;
