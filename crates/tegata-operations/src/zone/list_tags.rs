//! `ListTagsForResource` of a hosted zone.

use tegata_model::HostedZoneId;
use tegata_model::tag::Tag;
use tegata_store::zones;

use super::zone;
use crate::{Caller, Error, Instance};

/// A zone's tags.
///
/// # Errors
/// When the zone is not the caller's.
pub async fn list_tags(instance: &Instance, caller: &Caller, id: HostedZoneId) -> Result<Vec<Tag>, Error> {
    caller.may("route53:ListTagsForResource")?;
    let account = caller.account().clone();
    instance
        .read(move |tx| {
            zone(tx, &account, &id)?;
            Ok(zones::tags(tx, &id)?)
        })
        .await
}
