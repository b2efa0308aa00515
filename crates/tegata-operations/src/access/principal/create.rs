//! Making a principal.

use tegata_model::access::PrincipalName;
use tegata_model::change::Change;
use tegata_store::principals::{self, Principal};

use super::PRINCIPALS_MAX;
use crate::reason::AccessReason;
use crate::{Caller, Error, Instance};

/// Makes a principal, which may do nothing until a policy permits it, and signs with nothing until it has an access
/// key. Policies that name a principal of this name already hold for it.
///
/// # Errors
/// `name`, `principal-exists`, and `limit-exceeded` when the account has as many as it may.
pub async fn create(instance: &Instance, caller: &Caller, name: String) -> Result<Principal, Error> {
    caller.may("tegata:CreatePrincipal")?;
    let name = PrincipalName::try_from(name).map_err(|error| super::no_name(&error))?;
    let principal = Principal { name, created_at: instance.clock.now() };
    let (account, made) = (caller.account().clone(), principal.clone());
    instance
        .write(move |tx| {
            let present = principals::list(tx, &account, PRINCIPALS_MAX)?.len();
            if u32::try_from(present).unwrap_or(u32::MAX) >= PRINCIPALS_MAX {
                let message =
                    format!("An account has at most {PRINCIPALS_MAX} principals; delete one first.");
                return Err(Error::limit_exceeded(AccessReason::TooManyPrincipals, message));
            }
            if !principals::insert(tx, &account, &made)? {
                let message = format!("A principal {} exists already.", made.name);
                return Err(Error::conflict(AccessReason::PrincipalExists, message));
            }
            Ok(tx.record_change(&Change::Access(made.name.to_string()), made.created_at)?)
        })
        .await?;
    Ok(principal)
}
