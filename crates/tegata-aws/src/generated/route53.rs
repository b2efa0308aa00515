//! Shapes of the service `route53`: made by `cargo xtask gen` from `api/route53.json`, not edited.
#![expect(missing_docs, reason = "AWS's own reference describes these shapes")]

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AliasTarget {
    #[serde(rename = "HostedZoneId", skip_serializing_if = "Option::is_none")]
    pub hosted_zone_id: Option<String>,
    #[serde(rename = "DNSName", skip_serializing_if = "Option::is_none")]
    pub dns_name: Option<String>,
    #[serde(rename = "EvaluateTargetHealth", skip_serializing_if = "Option::is_none")]
    pub evaluate_target_health: Option<bool>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Change {
    #[serde(rename = "Action")]
    pub action: String,
    #[serde(rename = "ResourceRecordSet")]
    pub resource_record_set: ResourceRecordSet,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChangeBatch {
    #[serde(rename = "Comment", skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    #[serde(rename = "Changes")]
    pub changes: Vec<Change>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChangeInfo {
    #[serde(rename = "Id", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(rename = "Status", skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    #[serde(rename = "SubmittedAt", skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<crate::Moment>,
    #[serde(rename = "Comment", skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChangeResourceRecordSetsRequest {
    #[serde(rename = "HostedZoneId")]
    pub hosted_zone_id: String,
    #[serde(rename = "ChangeBatch")]
    pub change_batch: ChangeBatch,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChangeResourceRecordSetsResponse {
    #[serde(rename = "ChangeInfo", skip_serializing_if = "Option::is_none")]
    pub change_info: Option<ChangeInfo>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChangeTagsForResourceRequest {
    #[serde(rename = "ResourceType")]
    pub resource_type: String,
    #[serde(rename = "ResourceId")]
    pub resource_id: String,
    #[serde(rename = "AddTags", skip_serializing_if = "Option::is_none")]
    pub add_tags: Option<Vec<Tag>>,
    #[serde(rename = "RemoveTagKeys", skip_serializing_if = "Option::is_none")]
    pub remove_tag_keys: Option<Vec<String>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChangeTagsForResourceResponse {}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CidrRoutingConfig {
    #[serde(rename = "CollectionId", skip_serializing_if = "Option::is_none")]
    pub collection_id: Option<String>,
    #[serde(rename = "LocationName", skip_serializing_if = "Option::is_none")]
    pub location_name: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Coordinates {
    #[serde(rename = "Latitude", skip_serializing_if = "Option::is_none")]
    pub latitude: Option<String>,
    #[serde(rename = "Longitude", skip_serializing_if = "Option::is_none")]
    pub longitude: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CreateHostedZoneRequest {
    #[serde(rename = "Name")]
    pub name: String,
    #[serde(rename = "VPC", skip_serializing_if = "Option::is_none")]
    pub vpc: Option<VPC>,
    #[serde(rename = "CallerReference")]
    pub caller_reference: String,
    #[serde(rename = "HostedZoneConfig", skip_serializing_if = "Option::is_none")]
    pub hosted_zone_config: Option<HostedZoneConfig>,
    #[serde(rename = "DelegationSetId", skip_serializing_if = "Option::is_none")]
    pub delegation_set_id: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CreateHostedZoneResponse {
    #[serde(rename = "HostedZone", skip_serializing_if = "Option::is_none")]
    pub hosted_zone: Option<HostedZone>,
    #[serde(rename = "ChangeInfo", skip_serializing_if = "Option::is_none")]
    pub change_info: Option<ChangeInfo>,
    #[serde(rename = "DelegationSet", skip_serializing_if = "Option::is_none")]
    pub delegation_set: Option<DelegationSet>,
    #[serde(rename = "VPC", skip_serializing_if = "Option::is_none")]
    pub vpc: Option<VPC>,
    #[serde(rename = "Location", skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DelegationSet {
    #[serde(rename = "Id", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(rename = "CallerReference", skip_serializing_if = "Option::is_none")]
    pub caller_reference: Option<String>,
    #[serde(rename = "NameServers", skip_serializing_if = "Option::is_none")]
    pub name_servers: Option<Vec<String>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeleteHostedZoneRequest {
    #[serde(rename = "Id")]
    pub id: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeleteHostedZoneResponse {
    #[serde(rename = "ChangeInfo", skip_serializing_if = "Option::is_none")]
    pub change_info: Option<ChangeInfo>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GeoLocation {
    #[serde(rename = "ContinentCode", skip_serializing_if = "Option::is_none")]
    pub continent_code: Option<String>,
    #[serde(rename = "CountryCode", skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
    #[serde(rename = "SubdivisionCode", skip_serializing_if = "Option::is_none")]
    pub subdivision_code: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GeoProximityLocation {
    #[serde(rename = "AWSRegion", skip_serializing_if = "Option::is_none")]
    pub aws_region: Option<String>,
    #[serde(rename = "LocalZoneGroup", skip_serializing_if = "Option::is_none")]
    pub local_zone_group: Option<String>,
    #[serde(rename = "Coordinates", skip_serializing_if = "Option::is_none")]
    pub coordinates: Option<Coordinates>,
    #[serde(rename = "Bias", skip_serializing_if = "Option::is_none")]
    pub bias: Option<i64>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetChangeRequest {
    #[serde(rename = "Id")]
    pub id: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetChangeResponse {
    #[serde(rename = "ChangeInfo", skip_serializing_if = "Option::is_none")]
    pub change_info: Option<ChangeInfo>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetHostedZoneCountRequest {}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetHostedZoneCountResponse {
    #[serde(rename = "HostedZoneCount", skip_serializing_if = "Option::is_none")]
    pub hosted_zone_count: Option<i64>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetHostedZoneRequest {
    #[serde(rename = "Id")]
    pub id: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetHostedZoneResponse {
    #[serde(rename = "HostedZone", skip_serializing_if = "Option::is_none")]
    pub hosted_zone: Option<HostedZone>,
    #[serde(rename = "DelegationSet", skip_serializing_if = "Option::is_none")]
    pub delegation_set: Option<DelegationSet>,
    #[serde(rename = "VPCs", skip_serializing_if = "Option::is_none")]
    pub vp_cs: Option<Vec<VPC>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct HostedZone {
    #[serde(rename = "Id", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "CallerReference", skip_serializing_if = "Option::is_none")]
    pub caller_reference: Option<String>,
    #[serde(rename = "Config", skip_serializing_if = "Option::is_none")]
    pub config: Option<HostedZoneConfig>,
    #[serde(rename = "ResourceRecordSetCount", skip_serializing_if = "Option::is_none")]
    pub resource_record_set_count: Option<i64>,
    #[serde(rename = "LinkedService", skip_serializing_if = "Option::is_none")]
    pub linked_service: Option<LinkedService>,
    #[serde(rename = "Features", skip_serializing_if = "Option::is_none")]
    pub features: Option<HostedZoneFeatures>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct HostedZoneConfig {
    #[serde(rename = "Comment", skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    #[serde(rename = "PrivateZone", skip_serializing_if = "Option::is_none")]
    pub private_zone: Option<bool>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct HostedZoneFailureReasons {
    #[serde(rename = "AcceleratedRecovery", skip_serializing_if = "Option::is_none")]
    pub accelerated_recovery: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct HostedZoneFeatures {
    #[serde(rename = "AcceleratedRecoveryStatus", skip_serializing_if = "Option::is_none")]
    pub accelerated_recovery_status: Option<String>,
    #[serde(rename = "FailureReasons", skip_serializing_if = "Option::is_none")]
    pub failure_reasons: Option<HostedZoneFailureReasons>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LinkedService {
    #[serde(rename = "ServicePrincipal", skip_serializing_if = "Option::is_none")]
    pub service_principal: Option<String>,
    #[serde(rename = "Description", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListHostedZonesByNameRequest {
    #[serde(rename = "DNSName", skip_serializing_if = "Option::is_none")]
    pub dns_name: Option<String>,
    #[serde(rename = "HostedZoneId", skip_serializing_if = "Option::is_none")]
    pub hosted_zone_id: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListHostedZonesByNameResponse {
    #[serde(rename = "HostedZones", skip_serializing_if = "Option::is_none")]
    pub hosted_zones: Option<Vec<HostedZone>>,
    #[serde(rename = "DNSName", skip_serializing_if = "Option::is_none")]
    pub dns_name: Option<String>,
    #[serde(rename = "HostedZoneId", skip_serializing_if = "Option::is_none")]
    pub hosted_zone_id: Option<String>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "NextDNSName", skip_serializing_if = "Option::is_none")]
    pub next_dns_name: Option<String>,
    #[serde(rename = "NextHostedZoneId", skip_serializing_if = "Option::is_none")]
    pub next_hosted_zone_id: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListHostedZonesRequest {
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<String>,
    #[serde(rename = "DelegationSetId", skip_serializing_if = "Option::is_none")]
    pub delegation_set_id: Option<String>,
    #[serde(rename = "HostedZoneType", skip_serializing_if = "Option::is_none")]
    pub hosted_zone_type: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListHostedZonesResponse {
    #[serde(rename = "HostedZones", skip_serializing_if = "Option::is_none")]
    pub hosted_zones: Option<Vec<HostedZone>>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "NextMarker", skip_serializing_if = "Option::is_none")]
    pub next_marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListResourceRecordSetsRequest {
    #[serde(rename = "HostedZoneId")]
    pub hosted_zone_id: String,
    #[serde(rename = "StartRecordName", skip_serializing_if = "Option::is_none")]
    pub start_record_name: Option<String>,
    #[serde(rename = "StartRecordType", skip_serializing_if = "Option::is_none")]
    pub start_record_type: Option<String>,
    #[serde(rename = "StartRecordIdentifier", skip_serializing_if = "Option::is_none")]
    pub start_record_identifier: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListResourceRecordSetsResponse {
    #[serde(rename = "ResourceRecordSets", skip_serializing_if = "Option::is_none")]
    pub resource_record_sets: Option<Vec<ResourceRecordSet>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "NextRecordName", skip_serializing_if = "Option::is_none")]
    pub next_record_name: Option<String>,
    #[serde(rename = "NextRecordType", skip_serializing_if = "Option::is_none")]
    pub next_record_type: Option<String>,
    #[serde(rename = "NextRecordIdentifier", skip_serializing_if = "Option::is_none")]
    pub next_record_identifier: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListTagsForResourceRequest {
    #[serde(rename = "ResourceType")]
    pub resource_type: String,
    #[serde(rename = "ResourceId")]
    pub resource_id: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListTagsForResourceResponse {
    #[serde(rename = "ResourceTagSet", skip_serializing_if = "Option::is_none")]
    pub resource_tag_set: Option<ResourceTagSet>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ResourceRecord {
    #[serde(rename = "Value", skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ResourceRecordSet {
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    #[serde(rename = "SetIdentifier", skip_serializing_if = "Option::is_none")]
    pub set_identifier: Option<String>,
    #[serde(rename = "Weight", skip_serializing_if = "Option::is_none")]
    pub weight: Option<i64>,
    #[serde(rename = "Region", skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    #[serde(rename = "GeoLocation", skip_serializing_if = "Option::is_none")]
    pub geo_location: Option<GeoLocation>,
    #[serde(rename = "Failover", skip_serializing_if = "Option::is_none")]
    pub failover: Option<String>,
    #[serde(rename = "MultiValueAnswer", skip_serializing_if = "Option::is_none")]
    pub multi_value_answer: Option<bool>,
    #[serde(rename = "TTL", skip_serializing_if = "Option::is_none")]
    pub ttl: Option<i64>,
    #[serde(rename = "ResourceRecords", skip_serializing_if = "Option::is_none")]
    pub resource_records: Option<Vec<ResourceRecord>>,
    #[serde(rename = "AliasTarget", skip_serializing_if = "Option::is_none")]
    pub alias_target: Option<AliasTarget>,
    #[serde(rename = "HealthCheckId", skip_serializing_if = "Option::is_none")]
    pub health_check_id: Option<String>,
    #[serde(rename = "TrafficPolicyInstanceId", skip_serializing_if = "Option::is_none")]
    pub traffic_policy_instance_id: Option<String>,
    #[serde(rename = "CidrRoutingConfig", skip_serializing_if = "Option::is_none")]
    pub cidr_routing_config: Option<CidrRoutingConfig>,
    #[serde(rename = "GeoProximityLocation", skip_serializing_if = "Option::is_none")]
    pub geo_proximity_location: Option<GeoProximityLocation>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ResourceTagSet {
    #[serde(rename = "ResourceType", skip_serializing_if = "Option::is_none")]
    pub resource_type: Option<String>,
    #[serde(rename = "ResourceId", skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tag {
    #[serde(rename = "Key", skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    #[serde(rename = "Value", skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct UpdateHostedZoneCommentRequest {
    #[serde(rename = "Id")]
    pub id: String,
    #[serde(rename = "Comment", skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct UpdateHostedZoneCommentResponse {
    #[serde(rename = "HostedZone", skip_serializing_if = "Option::is_none")]
    pub hosted_zone: Option<HostedZone>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct VPC {
    #[serde(rename = "VPCRegion", skip_serializing_if = "Option::is_none")]
    pub vpc_region: Option<String>,
    #[serde(rename = "VPCId", skip_serializing_if = "Option::is_none")]
    pub vpc_id: Option<String>,
}
