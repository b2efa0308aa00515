//! Revocation: taking back what left, and telling relying parties what was taken back.

mod answers;
mod preview;
mod revoke;
mod shard;

pub(crate) use answers::LISTED_AFTER_END;
pub use answers::{Answer, RevocationAnswers};
pub use preview::{Affected, preview};
pub use revoke::{Revocation, revoke};
pub(crate) use shard::shard_of;
