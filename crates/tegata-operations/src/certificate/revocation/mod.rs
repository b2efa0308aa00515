//! Revocation: taking back what left, and telling relying parties what was taken back.

mod answers;
mod preview;
mod revoke;
mod shard;
mod staple;

pub use answers::{Answer, RevocationAnswers};
pub use preview::{Affected, preview};
pub use revoke::{Revocation, revoke};
pub(crate) use shard::shard_of;
pub use staple::{Staple, StapledAnswer, staple};
