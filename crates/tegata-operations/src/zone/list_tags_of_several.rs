//! `ListTagsForResources` of hosted zones.

use tegata_model::HostedZoneId;
use tegata_model::tag::Tag;
use tegata_store::zones;

use super::zone;
use crate::{Caller, Error, Instance};

/// The tags of several zones, in the order asked for.
///
/// # Errors
/// When a zone is not the caller's.
pub async fn list_tags_of_several(
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
