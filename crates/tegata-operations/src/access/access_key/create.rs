//! Making an access key for a principal.

use std::sync::Arc;

use tegata_model::change::Change;
use tegata_store::access_keys::{self, AccessKey, KeyState};

use super::subject::Subject;
use super::{NewAccessKey, draw};
use crate::reason::AccessReason;
use crate::{Caller, Error, Instance};

/// Makes an access key for a principal, or for the owner (`root`). Its secret is told here and never again. To change
/// keys without a gap, make the new one, use it, disable the old one, and delete that once it is no longer used.
///
/// # Errors
/// `name`, `no-such-principal`, `owners-access-key` when somebody else asks for one of the owner's, and
/// `too-many-access-keys`.
pub async fn create(instance: &Instance, caller: &Caller, principal: String) -> Result<NewAccessKey, Error> {
    caller.may("tegata:CreateAccessKey")?;
    let subject = Subject::of(caller, principal)?;
    let new = draw(&instance.entropy);
    let key = Arc::new(AccessKey {
        id: new.id.clone(),
        account: caller.account().clone(),
        principal: subject.name().to_owned(),
        sealed_secret: instance.sealer.seal(&super::place(&new.id), new.secret.as_bytes()),
        created_at: instance.clock.now(),
        state: KeyState::Active,
    });
    let caller = caller.clone();
    instance
        .write(move |tx| {
            subject.check_exists(tx, &caller)?;
            let most = subject.keys_max();
            let present = access_keys::list(tx, &key.account, subject.name(), most)?.len();
            if u32::try_from(present).unwrap_or(u32::MAX) >= most {
                let name = subject.name();
                let message = format!("{name} has {most} access keys, which is the limit: delete one first.");
                return Err(Error::limit_exceeded(AccessReason::TooManyAccessKeys, message));
            }
            access_keys::insert(tx, &key)?;
            Ok(tx.record_change(&Change::Access(key.id.clone()), key.created_at)?)
        })
        .await?;
    Ok(new)
}
