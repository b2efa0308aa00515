//! Listing a principal's access keys.

use jiff::Timestamp;
use tegata_model::access::PrincipalName;
use tegata_store::access_keys::{self, KeyState};
use tegata_store::principals;

use super::KEYS_MAX;
use crate::{Caller, Error, Instance, principal};

/// An access key without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The public half.
    pub id: String,
    /// Whether it opens the gate.
    pub state: KeyState,
    /// When it was made.
    pub created_at: Timestamp,
}

/// The access keys of a principal, the oldest first.
///
/// # Errors
/// `name`, `no-such-principal`.
pub async fn list(instance: &Instance, caller: &Caller, principal: String) -> Result<Vec<Listed>, Error> {
    caller.may("tegata:ListAccessKeys")?;
    let name = PrincipalName::try_from(principal).map_err(|error| principal::no_name(&error))?;
    let account = caller.account().clone();
    instance
        .read(move |tx| {
            if !principals::exists(tx, &account, &name)? {
                return Err(principal::no_such(&name));
            }
            let keys = access_keys::list(tx, &account, name.as_str(), KEYS_MAX)?;
            let listed = |key: access_keys::AccessKey| Listed {
                id: key.id,
                state: key.state,
                created_at: key.created_at,
            };
            Ok(keys.into_iter().map(listed).collect())
        })
        .await
}
