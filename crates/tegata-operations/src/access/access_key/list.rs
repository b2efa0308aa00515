//! Listing a principal's access keys.

use jiff::Timestamp;
use tegata_store::access_keys::{self, KeyState};

use super::subject::Subject;
use crate::{Caller, Error, Instance};

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

/// The access keys of a principal, or of the owner (`root`), the oldest first.
///
/// # Errors
/// `name`, `no-such-principal`; `owners-access-key` when somebody else asks for the owner's.
pub async fn list(instance: &Instance, caller: &Caller, principal: String) -> Result<Vec<Listed>, Error> {
    caller.may("tegata:ListAccessKeys")?;
    let subject = Subject::of(caller, principal)?;
    let caller = caller.clone();
    instance
        .read(move |tx| {
            subject.check_exists(tx, &caller)?;
            let keys = access_keys::list(tx, caller.account(), subject.name(), subject.keys_max())?;
            let listed = |key: access_keys::AccessKey| Listed {
                id: key.id,
                state: key.state,
                created_at: key.created_at,
            };
            Ok(keys.into_iter().map(listed).collect())
        })
        .await
}
