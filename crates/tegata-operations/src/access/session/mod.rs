//! Sessions: temporary credentials with the permissions of a principal.

mod assume;

pub use assume::{AssumeRole, TemporaryCredentials, assume};

use aws_lc_rs::digest;

/// What the store keeps of a session token.
pub(super) fn token_digest(token: &str) -> Vec<u8> {
    digest::digest(&digest::SHA256, token.as_bytes()).as_ref().to_vec()
}
