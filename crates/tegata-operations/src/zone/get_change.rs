//! `GetChange`.

use tegata_model::zone::ZoneChange;
use tegata_store::zones::{self, StoredChange};

use crate::node::is_answered_with;
use crate::reason::ZoneReason;
use crate::wait::{NEW_FOR, look_until_done};
use crate::{Caller, Error, Instance};

/// A change, and whether the name servers of all nodes answer with it. A new one is waited for, as long as [`Instance::describe_wait`]
/// allows: it is answered with within milliseconds, and waiters ask again after 10 to 30 seconds.
///
/// # Errors
/// When it is not the caller's.
pub async fn get_change(instance: &Instance, caller: &Caller, id: String) -> Result<ZoneChange, Error> {
    caller.may("route53:GetChange")?;
    look_until_done(instance, || look(instance, caller, &id)).await
}

/// The change as it is now, and whether it is about to be answered with.
async fn look(instance: &Instance, caller: &Caller, id: &str) -> Result<(ZoneChange, bool), Error> {
    let (account, id) = (caller.account().clone(), id.to_owned());
    let (node, now) = (instance.node.clone(), instance.clock.now());
    let change = instance
        .read(move |tx| {
            let stored = zones::find_change(tx, &account, &id)?.ok_or_else(|| {
                Error::not_found(
                    ZoneReason::NoSuchChange,
                    format!("A change with the ID {id} does not exist."),
                )
            })?;
            let in_sync = is_answered_with(tx, &node, &stored, now)?;
            let StoredChange { id, comment, submitted_at, .. } = stored;
            Ok::<_, Error>(ZoneChange { id, comment, submitted_at, in_sync })
        })
        .await?;
    let is_new = change.submitted_at.duration_until(now) < NEW_FOR;
    let soon_more = !instance.describe_wait.is_zero() && is_new && !change.in_sync;
    Ok((change, soon_more))
}
