//! Looking at a hosted zone, and at a change on its way.

use tegata_model::HostedZoneId;
use tegata_store::zones::{self, StoredZone, ZoneChange};

use super::zone;
use crate::{Caller, Error, Instance};

/// A hosted zone.
///
/// # Errors
/// When it is not the caller's.
pub async fn get(instance: &Instance, caller: &Caller, id: HostedZoneId) -> Result<StoredZone, Error> {
    caller.may("route53:GetHostedZone")?;
    let account = caller.account().clone();
    instance.read(move |tx| zone(tx, &account, &id)).await
}

/// A change, and whether the name servers answer with it.
///
/// # Errors
/// When it is not the caller's.
pub async fn change(instance: &Instance, caller: &Caller, id: String) -> Result<ZoneChange, Error> {
    caller.may("route53:GetChange")?;
    let account = caller.account().clone();
    instance
        .read(move |tx| {
            zones::find_change(tx, &account, &id)?.ok_or_else(|| {
                Error::not_found("no-such-change", format!("A change with the ID {id} does not exist."))
            })
        })
        .await
}
