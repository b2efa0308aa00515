//! Availability zones: those of the subnets.

use tegata_aws::generated::ec2::{
    AvailabilityZone, DescribeAvailabilityZonesRequest, DescribeAvailabilityZonesResult,
};
use tegata_model::network::zone_id;
use tegata_operations::network::describe;
use tegata_operations::{Caller, Error, Instance};

use super::refusal::{end_dry_run, invalid};
use super::select::{Item, Selection, one};

/// Shows the zones. All of them are in use, so `AllAvailabilityZones` shows no more.
pub(super) async fn describe_availability_zones(
    instance: &Instance,
    caller: &Caller,
    input: DescribeAvailabilityZonesRequest,
) -> Result<DescribeAvailabilityZonesResult, Error> {
    let found = describe(instance, caller, "ec2:DescribeAvailabilityZones").await?;
    end_dry_run(input.dry_run)?;
    let ids = input.zone_ids.unwrap_or_default();
    let zones = found.settings.network.zones().into_iter();
    let items: Vec<_> = zones.map(|letter| item(caller, letter)).collect();
    let is_known = |id: &String| items.iter().any(|item| item.shape.zone_id.as_ref() == Some(id));
    if let Some(unknown) = ids.iter().find(|id| !is_known(id)) {
        return Err(no_such_zone(unknown));
    }
    let is_named = |item: &Item<'_, AvailabilityZone>| {
        ids.is_empty() || item.shape.zone_id.as_ref().is_some_and(|id| ids.contains(id))
    };
    let items = items.into_iter().filter(is_named).collect();
    let selection = Selection { ids: input.zone_names, filters: input.filters, ..Selection::default() };
    let (zones, _) = selection.of(items, no_such_zone)?;
    Ok(DescribeAvailabilityZonesResult { availability_zones: Some(zones) })
}

fn item(caller: &Caller, letter: char) -> Item<'static, AvailabilityZone> {
    let region = caller.region();
    let (name, id, group) = (format!("{region}{letter}"), zone_id(region, letter), format!("{region}-zg-1"));
    Item {
        id: name.clone(),
        tags: &[],
        values: vec![
            ("group-name", one(&group)),
            ("network-border-group", one(region)),
            ("opt-in-status", one("opt-in-not-required")),
            ("region-name", one(region)),
            ("state", one("available")),
            ("zone-id", one(&id)),
            ("zone-name", one(&name)),
            ("zone-type", one("availability-zone")),
        ],
        shape: AvailabilityZone {
            opt_in_status: Some("opt-in-not-required".to_owned()),
            messages: Some(Vec::new()),
            region_name: Some(region.to_string()),
            zone_name: Some(name),
            zone_id: Some(id),
            group_name: Some(group),
            network_border_group: Some(region.to_string()),
            zone_type: Some("availability-zone".to_owned()),
            state: Some("available".to_owned()),
            ..AvailabilityZone::default()
        },
    }
}

fn no_such_zone(zone: &str) -> Error {
    invalid(format!("Invalid availability zone: [{zone}]"))
}
