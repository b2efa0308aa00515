//! Route 53's API, version 2013-04-01: public hosted zones and their record sets.
//!
//! Private zones, alias record sets and routing policies (weights, latency, failover, geography) are not built:
//! asking for one is refused, and nothing of the batch is applied.

mod id;
mod page;
mod record_set;
mod refusal;
mod view;

mod change_resource_record_sets;
mod change_tags_for_resource;
mod create_hosted_zone;
mod delete_hosted_zone;
mod get_change;
mod get_hosted_zone;
mod get_hosted_zone_count;
mod list_hosted_zones;
mod list_hosted_zones_by_name;
mod list_resource_record_sets;
mod list_tags_for_resource;
mod update_hosted_zone_comment;

#[cfg(test)]
mod tests;

use crate::dispatch::dispatch;

pub(crate) use id::zone as zone_of;
pub(crate) use refusal::code;

dispatch! {
    RestXml;
    "ChangeResourceRecordSets" => change_resource_record_sets,
    "ChangeTagsForResource" => change_tags_for_resource,
    "CreateHostedZone" => create_hosted_zone,
    "DeleteHostedZone" => delete_hosted_zone,
    "GetChange" => get_change,
    "GetHostedZone" => get_hosted_zone,
    "GetHostedZoneCount" => get_hosted_zone_count,
    "ListHostedZones" => list_hosted_zones,
    "ListHostedZonesByName" => list_hosted_zones_by_name,
    "ListResourceRecordSets" => list_resource_record_sets,
    "ListTagsForResource" => list_tags_for_resource,
    "UpdateHostedZoneComment" => update_hosted_zone_comment,
}
