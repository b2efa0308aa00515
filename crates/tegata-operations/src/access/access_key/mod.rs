//! Access keys: who may sign requests.

mod create;
mod delete;
mod find;
mod list;
mod owner;
mod replace_owners;
mod subject;
mod update;

pub use create::create;
pub use delete::delete;
pub use find::{Signer, SignerSession, TokenRefused, find};
pub use list::{Listed, list};
pub use owner::{NewAccessKey, owner};
pub use replace_owners::replace_owners;
pub use tegata_store::access_keys::KeyState;
pub use update::update;

use zeroize::Zeroizing;

use crate::Entropy;

/// The most access keys of a principal: enough to change one for another, and a few more.
const KEYS_MAX: u32 = 10;
/// The most access keys of an account's owner: one to use and one to change it for, as for a root user of AWS.
const OWNERS_KEYS_MAX: u32 = 2;

pub(super) const ID_ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
pub(super) const SECRET_ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// What a sealed secret is bound to.
fn place(id: &str) -> String {
    tegata_store::access_keys::secret_place(id)
}

/// Draws a new key.
fn draw(entropy: &Entropy) -> NewAccessKey {
    NewAccessKey {
        id: format!("AKIA{}", entropy.text(ID_ALPHABET, 16)),
        secret: Zeroizing::new(entropy.text(SECRET_ALPHABET, 40)),
        fresh: true,
    }
}
