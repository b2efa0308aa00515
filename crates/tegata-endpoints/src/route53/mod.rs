//! Route 53's API, version 2013-04-01: public hosted zones and their record sets.
//!
//! Private zones, health checks and routing policies other than multivalue answers (weights, latency,
//! failover, geography) are not built: asking for one is refused, and nothing of the batch is applied. Questions about
//! them are answered as what is true: there are none.

mod absent;
mod id;
mod page;
mod record_set;
mod refusal;
mod view;
mod words;

mod change_resource_record_sets;
mod change_tags_for_resource;
mod create_hosted_zone;
mod delete_hosted_zone;
mod get_account_limit;
mod get_change;
mod get_hosted_zone;
mod get_hosted_zone_count;
mod get_hosted_zone_limit;
mod list_hosted_zones;
mod list_hosted_zones_by_name;
mod list_resource_record_sets;
mod list_tags_for_resource;
mod list_tags_for_resources;
mod update_hosted_zone_comment;

#[cfg(test)]
mod tests;

use tegata_model::zone::RecordName;
use tegata_operations::Error;
use tegata_operations::reason::ZoneReason;

use crate::dispatch::dispatch;

pub(crate) use id::{of_arn, reference, zone as zone_of};
pub(crate) use refusal::code;
#[cfg(test)]
pub(crate) use refusal::of_zone;

/// The name of a zone that a request has.
///
/// # Errors
/// `invalid-domain-name`.
fn zone_name(text: &str) -> Result<RecordName, Error> {
    text.parse().map_err(|error| Error::invalid(ZoneReason::InvalidDomainName, words::name(&error)))
}

dispatch! {
    "ActivateKeySigningKey" => absent::dnssec::activate_key_signing_key,
    "ChangeCidrCollection" => absent::cidr_collections::change_cidr_collection,
    "ChangeResourceRecordSets" => change_resource_record_sets,
    "ChangeTagsForResource" => change_tags_for_resource,
    "CreateHostedZone" => create_hosted_zone,
    "DeactivateKeySigningKey" => absent::dnssec::deactivate_key_signing_key,
    "DeleteCidrCollection" => absent::cidr_collections::delete_cidr_collection,
    "DeleteHealthCheck" => absent::health_checks::delete_health_check,
    "DeleteHostedZone" => delete_hosted_zone,
    "DeleteKeySigningKey" => absent::dnssec::delete_key_signing_key,
    "DeleteQueryLoggingConfig" => absent::query_logging::delete_query_logging_config,
    "DeleteReusableDelegationSet" => absent::delegation_sets::delete_reusable_delegation_set,
    "DeleteTrafficPolicy" => absent::traffic_policies::delete_traffic_policy,
    "DeleteTrafficPolicyInstance" => absent::traffic_policies::delete_traffic_policy_instance,
    "DeleteVPCAssociationAuthorization" => absent::vpcs::delete_vpc_association_authorization,
    "DisableHostedZoneDNSSEC" => absent::dnssec::disable_hosted_zone_dnssec,
    "DisassociateVPCFromHostedZone" => absent::vpcs::disassociate_vpc_from_hosted_zone,
    "GetAccountLimit" => get_account_limit,
    "GetChange" => get_change,
    "GetCheckerIpRanges" => absent::health_checks::get_checker_ip_ranges,
    "GetDNSSEC" => absent::dnssec::get_dnssec,
    "GetGeoLocation" => absent::geo_locations::get_geo_location,
    "GetHealthCheck" => absent::health_checks::get_health_check,
    "GetHealthCheckCount" => absent::health_checks::get_health_check_count,
    "GetHealthCheckLastFailureReason" => absent::health_checks::get_health_check_last_failure_reason,
    "GetHealthCheckStatus" => absent::health_checks::get_health_check_status,
    "GetHostedZone" => get_hosted_zone,
    "GetHostedZoneCount" => get_hosted_zone_count,
    "GetHostedZoneLimit" => get_hosted_zone_limit,
    "GetQueryLoggingConfig" => absent::query_logging::get_query_logging_config,
    "GetReusableDelegationSet" => absent::delegation_sets::get_reusable_delegation_set,
    "GetReusableDelegationSetLimit" => absent::delegation_sets::get_reusable_delegation_set_limit,
    "GetTrafficPolicy" => absent::traffic_policies::get_traffic_policy,
    "GetTrafficPolicyInstance" => absent::traffic_policies::get_traffic_policy_instance,
    "GetTrafficPolicyInstanceCount" => absent::traffic_policies::get_traffic_policy_instance_count,
    "ListCidrBlocks" => absent::cidr_collections::list_cidr_blocks,
    "ListCidrCollections" => absent::cidr_collections::list_cidr_collections,
    "ListCidrLocations" => absent::cidr_collections::list_cidr_locations,
    "ListGeoLocations" => absent::geo_locations::list_geo_locations,
    "ListHealthChecks" => absent::health_checks::list_health_checks,
    "ListHostedZones" => list_hosted_zones,
    "ListHostedZonesByName" => list_hosted_zones_by_name,
    "ListHostedZonesByVPC" => absent::vpcs::list_hosted_zones_by_vpc,
    "ListQueryLoggingConfigs" => absent::query_logging::list_query_logging_configs,
    "ListResourceRecordSetProtections" => absent::protections::list_resource_record_set_protections,
    "ListResourceRecordSets" => list_resource_record_sets,
    "ListReusableDelegationSets" => absent::delegation_sets::list_reusable_delegation_sets,
    "ListTagsForResource" => list_tags_for_resource,
    "ListTagsForResources" => list_tags_for_resources,
    "ListTrafficPolicies" => absent::traffic_policies::list_traffic_policies,
    "ListTrafficPolicyInstances" => absent::traffic_policies::list_traffic_policy_instances,
    "ListTrafficPolicyInstancesByHostedZone" => absent::traffic_policies::list_traffic_policy_instances_by_hosted_zone,
    "ListTrafficPolicyInstancesByPolicy" => absent::traffic_policies::list_traffic_policy_instances_by_policy,
    "ListTrafficPolicyVersions" => absent::traffic_policies::list_traffic_policy_versions,
    "ListVPCAssociationAuthorizations" => absent::vpcs::list_vpc_association_authorizations,
    "UpdateHealthCheck" => absent::health_checks::update_health_check,
    "UpdateHostedZoneComment" => update_hosted_zone_comment,
    "UpdateTrafficPolicyComment" => absent::traffic_policies::update_traffic_policy_comment,
    "UpdateTrafficPolicyInstance" => absent::traffic_policies::update_traffic_policy_instance,
}
