//! Looking at a hosted zone, and at a change on its way.

use tegata_model::HostedZoneId;
use tegata_store::zones::{self, StoredZone, ZoneChange};

use super::zone;
use crate::wait::{NEW_FOR, look_until_done};
use crate::{Caller, Error, Instance};

/// A hosted zone.
///
/// # Errors
/// When it is not the caller's.
pub async fn get(instance: &Instance, caller: &Caller, id: HostedZoneId) -> Result<StoredZone, Error> {
    get_for(instance, caller, "route53:GetHostedZone", id).await
}

/// A hosted zone, for another action that is about it.
///
/// # Errors
/// When it is not the caller's.
pub async fn get_for(
    instance: &Instance,
    caller: &Caller,
    action: &str,
    id: HostedZoneId,
) -> Result<StoredZone, Error> {
    caller.may(action)?;
    let account = caller.account().clone();
    instance.read(move |tx| zone(tx, &account, &id)).await
}

/// A change, and whether the name servers answer with it. A new one is waited for, as long as [`Instance::describe_wait`]
/// allows: it is answered with within milliseconds, and waiters ask again after 10 to 30 seconds.
///
/// # Errors
/// When it is not the caller's.
pub async fn change(instance: &Instance, caller: &Caller, id: String) -> Result<ZoneChange, Error> {
    caller.may("route53:GetChange")?;
    look_until_done(instance, || look(instance, caller, &id)).await
}

/// The change as it is now, and whether it is about to be answered with.
async fn look(instance: &Instance, caller: &Caller, id: &str) -> Result<(ZoneChange, bool), Error> {
    let (account, id) = (caller.account().clone(), id.to_owned());
    let change = instance
        .read(move |tx| {
            zones::find_change(tx, &account, &id)?.ok_or_else(|| {
                Error::not_found("no-such-change", format!("A change with the ID {id} does not exist."))
            })
        })
        .await?;
    let is_new = change.submitted_at.duration_until(instance.clock.now()) < NEW_FOR;
    let soon_more = !instance.describe_wait.is_zero() && is_new && !change.in_sync;
    Ok((change, soon_more))
}
