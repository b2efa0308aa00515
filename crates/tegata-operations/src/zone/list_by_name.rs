//! `ListHostedZonesByName`.

use tegata_model::zone::RecordName;
use tegata_store::zones;

use super::zone_page::{ZonePage, zone_page};
use crate::{Caller, Error, Instance};

/// Zones of the account, by name in DNS order.
///
/// # Errors
/// When the caller may not.
pub async fn list_by_name(
    instance: &Instance,
    caller: &Caller,
    from: Option<&RecordName>,
    from_id: Option<String>,
    limit: u32,
) -> Result<ZonePage, Error> {
    caller.may("route53:ListHostedZonesByName")?;
    let account = caller.account().clone();
    let from = from.map(RecordName::sort_key).unwrap_or_default();
    let from_id = from_id.unwrap_or_default();
    instance
        .read(move |tx| {
            Ok(zone_page(zones::list_by_name(tx, &account, (&from, &from_id), limit + 1)?, limit))
        })
        .await
}
