//! Access keys: who may sign requests.

mod find;
mod owner;

pub use find::{Signer, find};
pub use owner::{NewAccessKey, owner};

/// What a sealed secret is bound to.
fn place(id: &str) -> String {
    format!("access-key/{id}")
}
