//! `GetHostedZone`, and the zone that another operation is about.

use tegata_model::HostedZoneId;

use super::{DescribedZone, zone};
use crate::{Caller, Error, Instance};

/// A hosted zone.
///
/// # Errors
/// When it is not the caller's.
pub async fn get(instance: &Instance, caller: &Caller, id: HostedZoneId) -> Result<DescribedZone, Error> {
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
) -> Result<DescribedZone, Error> {
    caller.may(action)?;
    let account = caller.account().clone();
    instance.read(move |tx| Ok(zone(tx, &account, &id)?.into())).await
}
