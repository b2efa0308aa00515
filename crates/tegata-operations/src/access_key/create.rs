//! Making an access key for a principal.

use tegata_model::access::PrincipalName;
use tegata_store::access_keys::{self, AccessKey, KeyState};
use tegata_store::principals;

use super::{KEYS_MAX, NewAccessKey, draw};
use crate::{Caller, Error, Instance, principal};

/// Makes an access key for a principal. Its secret is told here and never again. To change keys without a gap, make
/// the new one, use it, disable the old one, and delete that once nobody misses it.
///
/// # Errors
/// `name`, `no-such-principal`, and `limit-exceeded` when the principal has as many as it may.
pub async fn create(instance: &Instance, caller: &Caller, principal: String) -> Result<NewAccessKey, Error> {
    caller.may("tegata:CreateAccessKey")?;
    let name = PrincipalName::try_from(principal).map_err(|error| principal::no_name(&error))?;
    let new = draw(&instance.entropy);
    let key = std::sync::Arc::new(AccessKey {
        id: new.id.clone(),
        account: caller.account().clone(),
        principal: name.to_string(),
        sealed_secret: instance.sealer.seal(&super::place(&new.id), new.secret.as_bytes()),
        created_at: instance.clock.now(),
        state: KeyState::Active,
    });
    instance
        .write(move |tx| {
            if !principals::exists(tx, &key.account, &name)? {
                return Err(principal::no_such(&name));
            }
            let present = access_keys::list(tx, &key.account, name.as_str(), KEYS_MAX)?.len();
            if u32::try_from(present).unwrap_or(u32::MAX) >= KEYS_MAX {
                let message =
                    format!("A principal has at most {KEYS_MAX} access keys; delete one of {name}'s first.");
                return Err(Error::limit_exceeded("too-many-access-keys", message));
            }
            Ok(access_keys::insert(tx, &key)?)
        })
        .await?;
    Ok(new)
}
