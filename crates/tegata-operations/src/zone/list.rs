//! `ListHostedZones`.

use tegata_store::zones;

use super::zone_page::{ZonePage, zone_page};
use crate::{Caller, Error, Instance};

/// Zones of the account, by identifier.
///
/// # Errors
/// When the caller may not.
pub async fn list(
    instance: &Instance,
    caller: &Caller,
    from: Option<String>,
    limit: u32,
) -> Result<ZonePage, Error> {
    caller.may("route53:ListHostedZones")?;
    let account = caller.account().clone();
    let from = from.unwrap_or_default();
    instance.read(move |tx| Ok(zone_page(zones::list(tx, &account, &from, limit + 1)?, limit))).await
}
