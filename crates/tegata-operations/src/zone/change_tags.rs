//! `ChangeTagsForResource` of a hosted zone.

use tegata_model::HostedZoneId;
use tegata_model::tag::{self, Tag, TagRefused};
use tegata_store::zones;

use super::zone;
use crate::reason::ZoneReason;
use crate::{Caller, Error, Instance};

/// Takes tags off by their keys, and adds others.
///
/// # Errors
/// When the zone is not the caller's, or the tags are too many or reserved.
pub async fn change_tags(
    instance: &Instance,
    caller: &Caller,
    id: HostedZoneId,
    add: Vec<Tag>,
    remove_keys: Vec<String>,
) -> Result<(), Error> {
    caller.may("route53:ChangeTagsForResource")?;
    let account = caller.account().clone();
    instance
        .write(move |tx| {
            zone(tx, &account, &id)?;
            let mut present = zones::tags(tx, &id)?;
            present.retain(|tag| !remove_keys.contains(&tag.key));
            let tags = tag::add(&present, &add).map_err(|refused| match refused {
                TagRefused::TooMany(_) => Error::invalid(
                    ZoneReason::InvalidInput,
                    format!("A hosted zone may have {} tags.", tag::TAGS_MAX),
                ),
                other => {
                    Error::invalid(ZoneReason::InvalidInput, format!("The tags cannot be changed: {other:?}"))
                }
            })?;
            Ok(zones::put_tags(tx, &id, &tags)?)
        })
        .await
}
