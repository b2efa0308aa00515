//! Whose access keys a request is about: a named principal's, or the owner's, which the owner alone may touch.

use tegata_model::access::PrincipalName;
use tegata_store::access_keys::{self, AccessKey, KeyState};
use tegata_store::{ReadTx, WriteTx, principals};

use super::{KEYS_MAX, OWNERS_KEYS_MAX, owner};
use crate::access::principal;
use crate::caller::OWNER;
use crate::reason::AccessReason;
use crate::{Caller, Error};

/// Whose keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Subject {
    /// The owner of the account.
    Owner,
    /// A named principal.
    Principal(PrincipalName),
}

impl Subject {
    /// Reads the name in a request.
    ///
    /// # Errors
    /// `name`; `owners-access-key` when somebody else than the owner asks for the owner's keys.
    pub(super) fn of(caller: &Caller, name: String) -> Result<Subject, Error> {
        if name != OWNER {
            let name = PrincipalName::try_from(name).map_err(|error| principal::no_name(&error))?;
            return Ok(Subject::Principal(name));
        }
        if caller.is_owner() { Ok(Subject::Owner) } else { Err(not_the_owner()) }
    }

    /// The name that its keys are stored under.
    pub(super) fn name(&self) -> &str {
        match self {
            Subject::Owner => OWNER,
            Subject::Principal(name) => name.as_str(),
        }
    }

    /// How many keys it may have.
    pub(super) fn keys_max(&self) -> u32 {
        match self {
            Subject::Owner => OWNERS_KEYS_MAX,
            Subject::Principal(_) => KEYS_MAX,
        }
    }

    /// Refuses a principal that is not there.
    pub(super) fn check_exists(&self, tx: &mut ReadTx<'_>, caller: &Caller) -> Result<(), Error> {
        match self {
            Subject::Principal(name) if !principals::exists(tx, caller.account(), name)? => {
                Err(principal::no_such(name))
            }
            _ => Ok(()),
        }
    }
}

/// The key of this identifier, if it is one of the caller's account. Another account's reads like none.
///
/// # Errors
/// `no-such-access-key`; `owners-access-key` when somebody else than the owner names a key of the owner's.
pub(super) fn key(tx: &mut ReadTx<'_>, caller: &Caller, id: &str) -> Result<AccessKey, Error> {
    let found = access_keys::find(tx, id)?.filter(|key| key.account == *caller.account());
    let key = found.ok_or_else(|| {
        Error::not_found(AccessReason::NoSuchAccessKey, format!("There is no access key {id}."))
    })?;
    if key.principal == OWNER && !caller.is_owner() { Err(not_the_owner()) } else { Ok(key) }
}

/// Lets a key go out of use: the owner's last active key stays, and the start's own key (the one in `credentials.json`)
/// is another one from now on.
///
/// # Errors
/// `last-owners-access-key`.
pub(super) fn give_up(tx: &mut WriteTx<'_>, key: &AccessKey) -> Result<(), Error> {
    if key.principal != OWNER {
        return Ok(());
    }
    let keys = access_keys::list(tx, &key.account, OWNER, OWNERS_KEYS_MAX)?;
    let other = keys.iter().find(|other| other.id != key.id && other.state == KeyState::Active);
    match other {
        Some(other) => Ok(owner::succeed(tx, &key.id, &other.id)?),
        None if key.state == KeyState::Inactive => Ok(()),
        None => Err(Error::conflict(
            AccessReason::LastOwnersAccessKey,
            format!(
                "{} is the last active access key of the account's owner. Create another one for `{OWNER}` \
                 first, and sign with it.",
                key.id
            ),
        )),
    }
}

fn not_the_owner() -> Error {
    Error::denied(
        AccessReason::OwnersAccessKey,
        "Only the account's owner may change the owner's access keys. Sign the request with one of them.",
    )
}
