//! Access keys: who may sign requests.

mod create;
mod delete;
mod find;
mod list;
mod owner;
mod update;

pub use create::create;
pub use delete::delete;
pub use find::{Signer, find};
pub use list::{Listed, list};
pub use owner::{NewAccessKey, owner};
pub use tegata_store::access_keys::KeyState;
pub use update::update;

use tegata_model::AccountId;
use tegata_store::{ReadTx, access_keys};
use zeroize::Zeroizing;

use crate::caller::OWNER;
use crate::{Entropy, Error};

/// The most access keys of a principal: enough to change one for another, and a few more.
const KEYS_MAX: u32 = 10;

const ID_ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const SECRET_ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// What a sealed secret is bound to.
fn place(id: &str) -> String {
    format!("access-key/{id}")
}

/// Draws a new key.
fn draw(entropy: &Entropy) -> NewAccessKey {
    NewAccessKey {
        id: format!("AKIA{}", entropy.text(ID_ALPHABET, 16)),
        secret: Zeroizing::new(entropy.text(SECRET_ALPHABET, 40)),
        fresh: true,
    }
}

/// Checks that a key is one of a principal of the account. Another account's reads like none; the owner's is not to be
/// taken away by anybody, for there would be no way back in.
fn of_a_principal(tx: &mut ReadTx<'_>, account: &AccountId, id: &str) -> Result<(), Error> {
    match access_keys::find(tx, id)?.filter(|key| key.account == *account) {
        Some(key) if key.principal == OWNER => Err(Error::invalid(
            "owners-access-key",
            format!(
                "{id} is the access key of the account's owner, made at first start; it cannot be changed."
            ),
        )),
        Some(_) => Ok(()),
        None => Err(Error::not_found("no-such-access-key", format!("There is no access key {id}."))),
    }
}
