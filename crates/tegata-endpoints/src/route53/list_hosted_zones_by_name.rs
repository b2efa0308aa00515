//! ListHostedZonesByName.

use tegata_aws::generated::route53::{ListHostedZonesByNameRequest, ListHostedZonesByNameResponse};
use tegata_operations::{Caller, Error, Instance, zone};

use super::{id, page, view, zone_name};

/// The largest page (Route 53 API, `ListHostedZonesByName`).
const SIZE_MAX: u32 = 100;

pub(super) async fn list_hosted_zones_by_name(
    instance: &Instance,
    caller: &Caller,
    input: ListHostedZonesByNameRequest,
) -> Result<ListHostedZonesByNameResponse, Error> {
    let size = page::size(input.max_items.as_deref(), SIZE_MAX)?;
    let from_id = input.hosted_zone_id.as_deref().map(|text| id::zone(text).0);
    let from = input.dns_name.as_deref().map(zone_name).transpose()?;
    let found = zone::list_by_name(instance, caller, from.as_ref(), from_id, size).await?;
    let next = found.next.map(|next| (String::from(next.zone.name), next.zone.id.0));
    let (next_dns_name, next_hosted_zone_id) = next.unzip();
    Ok(ListHostedZonesByNameResponse {
        hosted_zones: Some(found.zones.into_iter().map(view::zone).collect()),
        dns_name: input.dns_name,
        hosted_zone_id: input.hosted_zone_id,
        is_truncated: Some(next_dns_name.is_some()),
        next_dns_name,
        next_hosted_zone_id,
        max_items: Some(size.to_string()),
    })
}
