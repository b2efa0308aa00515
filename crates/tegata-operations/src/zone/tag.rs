//! A hosted zone's tags and comment.

use tegata_model::HostedZoneId;
use tegata_model::tag::{self, Tag, TagRefused};
use tegata_store::zones::{self, StoredZone};

use super::zone;
use crate::{Caller, Error, Instance};

/// A zone's tags.
///
/// # Errors
/// When the zone is not the caller's.
pub async fn tags(instance: &Instance, caller: &Caller, id: HostedZoneId) -> Result<Vec<Tag>, Error> {
    caller.may("route53:ListTagsForResource")?;
    let account = caller.account().clone();
    instance
        .read(move |tx| {
            zone(tx, &account, &id)?;
            Ok(zones::tags(tx, &id)?)
        })
        .await
}

/// The tags of several zones, in the order asked for.
///
/// # Errors
/// When a zone is not the caller's.
pub async fn tags_of_several(
    instance: &Instance,
    caller: &Caller,
    ids: Vec<HostedZoneId>,
) -> Result<Vec<(HostedZoneId, Vec<Tag>)>, Error> {
    caller.may("route53:ListTagsForResources")?;
    let account = caller.account().clone();
    instance
        .read(move |tx| {
            let mut all = Vec::with_capacity(ids.len());
            for id in &ids {
                zone(tx, &account, id)?;
                all.push((id.clone(), zones::tags(tx, id)?));
            }
            Ok(all)
        })
        .await
}

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
                TagRefused::TooMany(_) => {
                    Error::invalid("invalid-input", format!("A hosted zone may have {} tags.", tag::TAGS_MAX))
                }
                other => Error::invalid("invalid-input", format!("The tags cannot be taken: {other:?}")),
            })?;
            Ok(zones::put_tags(tx, &id, &tags)?)
        })
        .await
}

/// Puts the owner's words in place of those before.
///
/// # Errors
/// When the zone is not the caller's.
pub async fn update_comment(
    instance: &Instance,
    caller: &Caller,
    id: HostedZoneId,
    comment: Option<String>,
) -> Result<StoredZone, Error> {
    caller.may("route53:UpdateHostedZoneComment")?;
    let account = caller.account().clone();
    instance
        .write(move |tx| {
            let mut stored = zone(tx, &account, &id)?;
            stored.zone.comment.clone_from(&comment);
            zones::update(tx, &stored.zone)?;
            Ok(stored)
        })
        .await
}
