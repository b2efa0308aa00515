//! `UpdateHostedZoneComment`.

use tegata_model::HostedZoneId;
use tegata_store::zones::{self, StoredZone};

use super::zone;
use crate::{Caller, Error, Instance};

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
