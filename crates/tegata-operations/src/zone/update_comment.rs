//! `UpdateHostedZoneComment`.

use tegata_model::HostedZoneId;
use tegata_store::zones;

use super::{DescribedZone, zone};
use crate::{Caller, Error, Instance};

/// Replaces the owner's comment; `None` deletes it.
///
/// # Errors
/// When the zone is not the caller's.
pub async fn update_comment(
    instance: &Instance,
    caller: &Caller,
    id: HostedZoneId,
    comment: Option<String>,
) -> Result<DescribedZone, Error> {
    caller.may("route53:UpdateHostedZoneComment")?;
    let account = caller.account().clone();
    instance
        .write(move |tx| {
            let mut stored = zone(tx, &account, &id)?;
            stored.zone.comment.clone_from(&comment);
            zones::update(tx, &stored.zone)?;
            Ok(stored.into())
        })
        .await
}
