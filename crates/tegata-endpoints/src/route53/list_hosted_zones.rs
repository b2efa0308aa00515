//! ListHostedZones.

use tegata_aws::generated::route53::{ListHostedZonesRequest, ListHostedZonesResponse};
use tegata_operations::{Caller, Error, Instance, zone};

use super::{page, view};

/// The largest page (Route 53 API, `ListHostedZones`).
const SIZE_MAX: u32 = 100;

pub(super) async fn list_hosted_zones(
    instance: &Instance,
    caller: &Caller,
    input: ListHostedZonesRequest,
) -> Result<ListHostedZonesResponse, Error> {
    let size = page::size(input.max_items.as_deref(), SIZE_MAX)?;
    // None of either kind is built, so there are none.
    if input.delegation_set_id.is_some() || input.hosted_zone_type.is_some() {
        return Ok(ListHostedZonesResponse {
            hosted_zones: Some(Vec::new()),
            marker: input.marker,
            is_truncated: Some(false),
            next_marker: None,
            max_items: Some(size.to_string()),
        });
    }
    let found = zone::list(instance, caller, input.marker.clone(), size).await?;
    Ok(ListHostedZonesResponse {
        hosted_zones: Some(found.zones.into_iter().map(view::zone).collect()),
        marker: input.marker,
        is_truncated: Some(found.next.is_some()),
        next_marker: found.next.map(|next| next.zone.id.0),
        max_items: Some(size.to_string()),
    })
}
