//! Shapes of the service `route53`: made by `cargo xtask gen` from `api/route53.json`, not edited.
#![expect(missing_docs, reason = "AWS's own reference describes these shapes")]

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AccountLimit {
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    #[serde(rename = "Value", skip_serializing_if = "Option::is_none")]
    pub value: Option<i64>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ActivateKeySigningKeyRequest {
    #[serde(rename = "HostedZoneId")]
    pub hosted_zone_id: String,
    #[serde(rename = "Name")]
    pub name: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ActivateKeySigningKeyResponse {
    #[serde(rename = "ChangeInfo", skip_serializing_if = "Option::is_none")]
    pub change_info: Option<ChangeInfo>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AlarmIdentifier {
    #[serde(rename = "Region", skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

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
pub struct ChangeCidrCollectionRequest {
    #[serde(rename = "Id")]
    pub id: String,
    #[serde(rename = "CollectionVersion", skip_serializing_if = "Option::is_none")]
    pub collection_version: Option<i64>,
    #[serde(rename = "Changes")]
    pub changes: Vec<CidrCollectionChange>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChangeCidrCollectionResponse {
    #[serde(rename = "Id", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
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
pub struct CidrBlockSummary {
    #[serde(rename = "CidrBlock", skip_serializing_if = "Option::is_none")]
    pub cidr_block: Option<String>,
    #[serde(rename = "LocationName", skip_serializing_if = "Option::is_none")]
    pub location_name: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CidrCollectionChange {
    #[serde(rename = "LocationName")]
    pub location_name: String,
    #[serde(rename = "Action")]
    pub action: String,
    #[serde(rename = "CidrList")]
    pub cidr_list: Vec<String>,
}

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
pub struct CloudWatchAlarmConfiguration {
    #[serde(rename = "EvaluationPeriods", skip_serializing_if = "Option::is_none")]
    pub evaluation_periods: Option<i64>,
    #[serde(rename = "Threshold", skip_serializing_if = "Option::is_none")]
    pub threshold: Option<f64>,
    #[serde(rename = "ComparisonOperator", skip_serializing_if = "Option::is_none")]
    pub comparison_operator: Option<String>,
    #[serde(rename = "Period", skip_serializing_if = "Option::is_none")]
    pub period: Option<i64>,
    #[serde(rename = "MetricName", skip_serializing_if = "Option::is_none")]
    pub metric_name: Option<String>,
    #[serde(rename = "Namespace", skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    #[serde(rename = "Statistic", skip_serializing_if = "Option::is_none")]
    pub statistic: Option<String>,
    #[serde(rename = "Dimensions", skip_serializing_if = "Option::is_none")]
    pub dimensions: Option<Vec<Dimension>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CollectionSummary {
    #[serde(rename = "Arn", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "Id", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "Version", skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
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
pub struct DNSSECStatus {
    #[serde(rename = "ServeSignature", skip_serializing_if = "Option::is_none")]
    pub serve_signature: Option<String>,
    #[serde(rename = "StatusMessage", skip_serializing_if = "Option::is_none")]
    pub status_message: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeactivateKeySigningKeyRequest {
    #[serde(rename = "HostedZoneId")]
    pub hosted_zone_id: String,
    #[serde(rename = "Name")]
    pub name: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeactivateKeySigningKeyResponse {
    #[serde(rename = "ChangeInfo", skip_serializing_if = "Option::is_none")]
    pub change_info: Option<ChangeInfo>,
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
pub struct DeleteCidrCollectionRequest {
    #[serde(rename = "Id")]
    pub id: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeleteCidrCollectionResponse {}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeleteHealthCheckRequest {
    #[serde(rename = "HealthCheckId")]
    pub health_check_id: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeleteHealthCheckResponse {}

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
pub struct DeleteKeySigningKeyRequest {
    #[serde(rename = "HostedZoneId")]
    pub hosted_zone_id: String,
    #[serde(rename = "Name")]
    pub name: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeleteKeySigningKeyResponse {
    #[serde(rename = "ChangeInfo", skip_serializing_if = "Option::is_none")]
    pub change_info: Option<ChangeInfo>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeleteQueryLoggingConfigRequest {
    #[serde(rename = "Id")]
    pub id: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeleteQueryLoggingConfigResponse {}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeleteReusableDelegationSetRequest {
    #[serde(rename = "Id")]
    pub id: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeleteReusableDelegationSetResponse {}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeleteTrafficPolicyInstanceRequest {
    #[serde(rename = "Id")]
    pub id: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeleteTrafficPolicyInstanceResponse {}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeleteTrafficPolicyRequest {
    #[serde(rename = "Id")]
    pub id: String,
    #[serde(rename = "Version")]
    pub version: i64,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeleteTrafficPolicyResponse {}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeleteVPCAssociationAuthorizationRequest {
    #[serde(rename = "HostedZoneId")]
    pub hosted_zone_id: String,
    #[serde(rename = "VPC")]
    pub vpc: VPC,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeleteVPCAssociationAuthorizationResponse {}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Dimension {
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "Value", skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DisableHostedZoneDNSSECRequest {
    #[serde(rename = "HostedZoneId")]
    pub hosted_zone_id: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DisableHostedZoneDNSSECResponse {
    #[serde(rename = "ChangeInfo", skip_serializing_if = "Option::is_none")]
    pub change_info: Option<ChangeInfo>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DisassociateVPCFromHostedZoneRequest {
    #[serde(rename = "HostedZoneId")]
    pub hosted_zone_id: String,
    #[serde(rename = "VPC")]
    pub vpc: VPC,
    #[serde(rename = "Comment", skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DisassociateVPCFromHostedZoneResponse {
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
pub struct GeoLocationDetails {
    #[serde(rename = "ContinentCode", skip_serializing_if = "Option::is_none")]
    pub continent_code: Option<String>,
    #[serde(rename = "ContinentName", skip_serializing_if = "Option::is_none")]
    pub continent_name: Option<String>,
    #[serde(rename = "CountryCode", skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
    #[serde(rename = "CountryName", skip_serializing_if = "Option::is_none")]
    pub country_name: Option<String>,
    #[serde(rename = "SubdivisionCode", skip_serializing_if = "Option::is_none")]
    pub subdivision_code: Option<String>,
    #[serde(rename = "SubdivisionName", skip_serializing_if = "Option::is_none")]
    pub subdivision_name: Option<String>,
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
pub struct GetAccountLimitRequest {
    #[serde(rename = "Type")]
    pub r#type: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetAccountLimitResponse {
    #[serde(rename = "Limit", skip_serializing_if = "Option::is_none")]
    pub limit: Option<AccountLimit>,
    #[serde(rename = "Count", skip_serializing_if = "Option::is_none")]
    pub count: Option<i64>,
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
pub struct GetCheckerIpRangesRequest {}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetCheckerIpRangesResponse {
    #[serde(rename = "CheckerIpRanges", skip_serializing_if = "Option::is_none")]
    pub checker_ip_ranges: Option<Vec<String>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetDNSSECRequest {
    #[serde(rename = "HostedZoneId")]
    pub hosted_zone_id: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetDNSSECResponse {
    #[serde(rename = "Status", skip_serializing_if = "Option::is_none")]
    pub status: Option<DNSSECStatus>,
    #[serde(rename = "KeySigningKeys", skip_serializing_if = "Option::is_none")]
    pub key_signing_keys: Option<Vec<KeySigningKey>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetGeoLocationRequest {
    #[serde(rename = "ContinentCode", skip_serializing_if = "Option::is_none")]
    pub continent_code: Option<String>,
    #[serde(rename = "CountryCode", skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
    #[serde(rename = "SubdivisionCode", skip_serializing_if = "Option::is_none")]
    pub subdivision_code: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetGeoLocationResponse {
    #[serde(rename = "GeoLocationDetails", skip_serializing_if = "Option::is_none")]
    pub geo_location_details: Option<GeoLocationDetails>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetHealthCheckCountRequest {}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetHealthCheckCountResponse {
    #[serde(rename = "HealthCheckCount", skip_serializing_if = "Option::is_none")]
    pub health_check_count: Option<i64>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetHealthCheckLastFailureReasonRequest {
    #[serde(rename = "HealthCheckId")]
    pub health_check_id: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetHealthCheckLastFailureReasonResponse {
    #[serde(rename = "HealthCheckObservations", skip_serializing_if = "Option::is_none")]
    pub health_check_observations: Option<Vec<HealthCheckObservation>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetHealthCheckRequest {
    #[serde(rename = "HealthCheckId")]
    pub health_check_id: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetHealthCheckResponse {
    #[serde(rename = "HealthCheck", skip_serializing_if = "Option::is_none")]
    pub health_check: Option<HealthCheck>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetHealthCheckStatusRequest {
    #[serde(rename = "HealthCheckId")]
    pub health_check_id: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetHealthCheckStatusResponse {
    #[serde(rename = "HealthCheckObservations", skip_serializing_if = "Option::is_none")]
    pub health_check_observations: Option<Vec<HealthCheckObservation>>,
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
pub struct GetHostedZoneLimitRequest {
    #[serde(rename = "Type")]
    pub r#type: String,
    #[serde(rename = "HostedZoneId")]
    pub hosted_zone_id: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetHostedZoneLimitResponse {
    #[serde(rename = "Limit", skip_serializing_if = "Option::is_none")]
    pub limit: Option<HostedZoneLimit>,
    #[serde(rename = "Count", skip_serializing_if = "Option::is_none")]
    pub count: Option<i64>,
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
pub struct GetQueryLoggingConfigRequest {
    #[serde(rename = "Id")]
    pub id: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetQueryLoggingConfigResponse {
    #[serde(rename = "QueryLoggingConfig", skip_serializing_if = "Option::is_none")]
    pub query_logging_config: Option<QueryLoggingConfig>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetReusableDelegationSetLimitRequest {
    #[serde(rename = "Type")]
    pub r#type: String,
    #[serde(rename = "DelegationSetId")]
    pub delegation_set_id: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetReusableDelegationSetLimitResponse {
    #[serde(rename = "Limit", skip_serializing_if = "Option::is_none")]
    pub limit: Option<ReusableDelegationSetLimit>,
    #[serde(rename = "Count", skip_serializing_if = "Option::is_none")]
    pub count: Option<i64>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetReusableDelegationSetRequest {
    #[serde(rename = "Id")]
    pub id: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetReusableDelegationSetResponse {
    #[serde(rename = "DelegationSet", skip_serializing_if = "Option::is_none")]
    pub delegation_set: Option<DelegationSet>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetTrafficPolicyInstanceCountRequest {}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetTrafficPolicyInstanceCountResponse {
    #[serde(rename = "TrafficPolicyInstanceCount", skip_serializing_if = "Option::is_none")]
    pub traffic_policy_instance_count: Option<i64>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetTrafficPolicyInstanceRequest {
    #[serde(rename = "Id")]
    pub id: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetTrafficPolicyInstanceResponse {
    #[serde(rename = "TrafficPolicyInstance", skip_serializing_if = "Option::is_none")]
    pub traffic_policy_instance: Option<TrafficPolicyInstance>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetTrafficPolicyRequest {
    #[serde(rename = "Id")]
    pub id: String,
    #[serde(rename = "Version")]
    pub version: i64,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetTrafficPolicyResponse {
    #[serde(rename = "TrafficPolicy", skip_serializing_if = "Option::is_none")]
    pub traffic_policy: Option<TrafficPolicy>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct HealthCheck {
    #[serde(rename = "Id", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(rename = "CallerReference", skip_serializing_if = "Option::is_none")]
    pub caller_reference: Option<String>,
    #[serde(rename = "LinkedService", skip_serializing_if = "Option::is_none")]
    pub linked_service: Option<LinkedService>,
    #[serde(rename = "HealthCheckConfig", skip_serializing_if = "Option::is_none")]
    pub health_check_config: Option<HealthCheckConfig>,
    #[serde(rename = "HealthCheckVersion", skip_serializing_if = "Option::is_none")]
    pub health_check_version: Option<i64>,
    #[serde(rename = "CloudWatchAlarmConfiguration", skip_serializing_if = "Option::is_none")]
    pub cloud_watch_alarm_configuration: Option<CloudWatchAlarmConfiguration>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct HealthCheckConfig {
    #[serde(rename = "IPAddress", skip_serializing_if = "Option::is_none")]
    pub ip_address: Option<String>,
    #[serde(rename = "Port", skip_serializing_if = "Option::is_none")]
    pub port: Option<i64>,
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    #[serde(rename = "ResourcePath", skip_serializing_if = "Option::is_none")]
    pub resource_path: Option<String>,
    #[serde(rename = "FullyQualifiedDomainName", skip_serializing_if = "Option::is_none")]
    pub fully_qualified_domain_name: Option<String>,
    #[serde(rename = "SearchString", skip_serializing_if = "Option::is_none")]
    pub search_string: Option<String>,
    #[serde(rename = "RequestInterval", skip_serializing_if = "Option::is_none")]
    pub request_interval: Option<i64>,
    #[serde(rename = "FailureThreshold", skip_serializing_if = "Option::is_none")]
    pub failure_threshold: Option<i64>,
    #[serde(rename = "MeasureLatency", skip_serializing_if = "Option::is_none")]
    pub measure_latency: Option<bool>,
    #[serde(rename = "Inverted", skip_serializing_if = "Option::is_none")]
    pub inverted: Option<bool>,
    #[serde(rename = "Disabled", skip_serializing_if = "Option::is_none")]
    pub disabled: Option<bool>,
    #[serde(rename = "HealthThreshold", skip_serializing_if = "Option::is_none")]
    pub health_threshold: Option<i64>,
    #[serde(rename = "ChildHealthChecks", skip_serializing_if = "Option::is_none")]
    pub child_health_checks: Option<Vec<String>>,
    #[serde(rename = "EnableSNI", skip_serializing_if = "Option::is_none")]
    pub enable_sni: Option<bool>,
    #[serde(rename = "Regions", skip_serializing_if = "Option::is_none")]
    pub regions: Option<Vec<String>>,
    #[serde(rename = "AlarmIdentifier", skip_serializing_if = "Option::is_none")]
    pub alarm_identifier: Option<AlarmIdentifier>,
    #[serde(rename = "InsufficientDataHealthStatus", skip_serializing_if = "Option::is_none")]
    pub insufficient_data_health_status: Option<String>,
    #[serde(rename = "RoutingControlArn", skip_serializing_if = "Option::is_none")]
    pub routing_control_arn: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct HealthCheckObservation {
    #[serde(rename = "Region", skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    #[serde(rename = "IPAddress", skip_serializing_if = "Option::is_none")]
    pub ip_address: Option<String>,
    #[serde(rename = "StatusReport", skip_serializing_if = "Option::is_none")]
    pub status_report: Option<StatusReport>,
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
pub struct HostedZoneLimit {
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    #[serde(rename = "Value", skip_serializing_if = "Option::is_none")]
    pub value: Option<i64>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct HostedZoneOwner {
    #[serde(rename = "OwningAccount", skip_serializing_if = "Option::is_none")]
    pub owning_account: Option<String>,
    #[serde(rename = "OwningService", skip_serializing_if = "Option::is_none")]
    pub owning_service: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct HostedZoneSummary {
    #[serde(rename = "HostedZoneId", skip_serializing_if = "Option::is_none")]
    pub hosted_zone_id: Option<String>,
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "Owner", skip_serializing_if = "Option::is_none")]
    pub owner: Option<HostedZoneOwner>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeySigningKey {
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "KmsArn", skip_serializing_if = "Option::is_none")]
    pub kms_arn: Option<String>,
    #[serde(rename = "Flag", skip_serializing_if = "Option::is_none")]
    pub flag: Option<i64>,
    #[serde(rename = "SigningAlgorithmMnemonic", skip_serializing_if = "Option::is_none")]
    pub signing_algorithm_mnemonic: Option<String>,
    #[serde(rename = "SigningAlgorithmType", skip_serializing_if = "Option::is_none")]
    pub signing_algorithm_type: Option<i64>,
    #[serde(rename = "DigestAlgorithmMnemonic", skip_serializing_if = "Option::is_none")]
    pub digest_algorithm_mnemonic: Option<String>,
    #[serde(rename = "DigestAlgorithmType", skip_serializing_if = "Option::is_none")]
    pub digest_algorithm_type: Option<i64>,
    #[serde(rename = "KeyTag", skip_serializing_if = "Option::is_none")]
    pub key_tag: Option<i64>,
    #[serde(rename = "DigestValue", skip_serializing_if = "Option::is_none")]
    pub digest_value: Option<String>,
    #[serde(rename = "PublicKey", skip_serializing_if = "Option::is_none")]
    pub public_key: Option<String>,
    #[serde(rename = "DSRecord", skip_serializing_if = "Option::is_none")]
    pub ds_record: Option<String>,
    #[serde(rename = "DNSKEYRecord", skip_serializing_if = "Option::is_none")]
    pub dnskey_record: Option<String>,
    #[serde(rename = "Status", skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    #[serde(rename = "StatusMessage", skip_serializing_if = "Option::is_none")]
    pub status_message: Option<String>,
    #[serde(rename = "CreatedDate", skip_serializing_if = "Option::is_none")]
    pub created_date: Option<crate::Moment>,
    #[serde(rename = "LastModifiedDate", skip_serializing_if = "Option::is_none")]
    pub last_modified_date: Option<crate::Moment>,
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
pub struct ListCidrBlocksRequest {
    #[serde(rename = "CollectionId")]
    pub collection_id: String,
    #[serde(rename = "LocationName", skip_serializing_if = "Option::is_none")]
    pub location_name: Option<String>,
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "MaxResults", skip_serializing_if = "Option::is_none")]
    pub max_results: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListCidrBlocksResponse {
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "CidrBlocks", skip_serializing_if = "Option::is_none")]
    pub cidr_blocks: Option<Vec<CidrBlockSummary>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListCidrCollectionsRequest {
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "MaxResults", skip_serializing_if = "Option::is_none")]
    pub max_results: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListCidrCollectionsResponse {
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "CidrCollections", skip_serializing_if = "Option::is_none")]
    pub cidr_collections: Option<Vec<CollectionSummary>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListCidrLocationsRequest {
    #[serde(rename = "CollectionId")]
    pub collection_id: String,
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "MaxResults", skip_serializing_if = "Option::is_none")]
    pub max_results: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListCidrLocationsResponse {
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "CidrLocations", skip_serializing_if = "Option::is_none")]
    pub cidr_locations: Option<Vec<LocationSummary>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListGeoLocationsRequest {
    #[serde(rename = "StartContinentCode", skip_serializing_if = "Option::is_none")]
    pub start_continent_code: Option<String>,
    #[serde(rename = "StartCountryCode", skip_serializing_if = "Option::is_none")]
    pub start_country_code: Option<String>,
    #[serde(rename = "StartSubdivisionCode", skip_serializing_if = "Option::is_none")]
    pub start_subdivision_code: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListGeoLocationsResponse {
    #[serde(rename = "GeoLocationDetailsList", skip_serializing_if = "Option::is_none")]
    pub geo_location_details_list: Option<Vec<GeoLocationDetails>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "NextContinentCode", skip_serializing_if = "Option::is_none")]
    pub next_continent_code: Option<String>,
    #[serde(rename = "NextCountryCode", skip_serializing_if = "Option::is_none")]
    pub next_country_code: Option<String>,
    #[serde(rename = "NextSubdivisionCode", skip_serializing_if = "Option::is_none")]
    pub next_subdivision_code: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListHealthChecksRequest {
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListHealthChecksResponse {
    #[serde(rename = "HealthChecks", skip_serializing_if = "Option::is_none")]
    pub health_checks: Option<Vec<HealthCheck>>,
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
pub struct ListHostedZonesByVPCRequest {
    #[serde(rename = "VPCId")]
    pub vpc_id: String,
    #[serde(rename = "VPCRegion")]
    pub vpc_region: String,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<String>,
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListHostedZonesByVPCResponse {
    #[serde(rename = "HostedZoneSummaries", skip_serializing_if = "Option::is_none")]
    pub hosted_zone_summaries: Option<Vec<HostedZoneSummary>>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<String>,
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
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
pub struct ListQueryLoggingConfigsRequest {
    #[serde(rename = "HostedZoneId", skip_serializing_if = "Option::is_none")]
    pub hosted_zone_id: Option<String>,
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "MaxResults", skip_serializing_if = "Option::is_none")]
    pub max_results: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListQueryLoggingConfigsResponse {
    #[serde(rename = "QueryLoggingConfigs", skip_serializing_if = "Option::is_none")]
    pub query_logging_configs: Option<Vec<QueryLoggingConfig>>,
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListResourceRecordSetProtectionsRequest {
    #[serde(rename = "HostedZoneId")]
    pub hosted_zone_id: String,
    #[serde(rename = "StartRecordName", skip_serializing_if = "Option::is_none")]
    pub start_record_name: Option<String>,
    #[serde(rename = "StartRecordType", skip_serializing_if = "Option::is_none")]
    pub start_record_type: Option<String>,
    #[serde(rename = "MaxResults", skip_serializing_if = "Option::is_none")]
    pub max_results: Option<String>,
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListResourceRecordSetProtectionsResponse {
    #[serde(rename = "ResourceRecordSetProtections", skip_serializing_if = "Option::is_none")]
    pub resource_record_set_protections: Option<Vec<ResourceRecordSetProtection>>,
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
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
pub struct ListReusableDelegationSetsRequest {
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListReusableDelegationSetsResponse {
    #[serde(rename = "DelegationSets", skip_serializing_if = "Option::is_none")]
    pub delegation_sets: Option<Vec<DelegationSet>>,
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
pub struct ListTagsForResourcesRequest {
    #[serde(rename = "ResourceType")]
    pub resource_type: String,
    #[serde(rename = "ResourceIds")]
    pub resource_ids: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListTagsForResourcesResponse {
    #[serde(rename = "ResourceTagSets", skip_serializing_if = "Option::is_none")]
    pub resource_tag_sets: Option<Vec<ResourceTagSet>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListTrafficPoliciesRequest {
    #[serde(rename = "TrafficPolicyIdMarker", skip_serializing_if = "Option::is_none")]
    pub traffic_policy_id_marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListTrafficPoliciesResponse {
    #[serde(rename = "TrafficPolicySummaries", skip_serializing_if = "Option::is_none")]
    pub traffic_policy_summaries: Option<Vec<TrafficPolicySummary>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "TrafficPolicyIdMarker", skip_serializing_if = "Option::is_none")]
    pub traffic_policy_id_marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListTrafficPolicyInstancesByHostedZoneRequest {
    #[serde(rename = "HostedZoneId")]
    pub hosted_zone_id: String,
    #[serde(rename = "TrafficPolicyInstanceNameMarker", skip_serializing_if = "Option::is_none")]
    pub traffic_policy_instance_name_marker: Option<String>,
    #[serde(rename = "TrafficPolicyInstanceTypeMarker", skip_serializing_if = "Option::is_none")]
    pub traffic_policy_instance_type_marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListTrafficPolicyInstancesByHostedZoneResponse {
    #[serde(rename = "TrafficPolicyInstances", skip_serializing_if = "Option::is_none")]
    pub traffic_policy_instances: Option<Vec<TrafficPolicyInstance>>,
    #[serde(rename = "TrafficPolicyInstanceNameMarker", skip_serializing_if = "Option::is_none")]
    pub traffic_policy_instance_name_marker: Option<String>,
    #[serde(rename = "TrafficPolicyInstanceTypeMarker", skip_serializing_if = "Option::is_none")]
    pub traffic_policy_instance_type_marker: Option<String>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListTrafficPolicyInstancesByPolicyRequest {
    #[serde(rename = "TrafficPolicyId")]
    pub traffic_policy_id: String,
    #[serde(rename = "TrafficPolicyVersion")]
    pub traffic_policy_version: i64,
    #[serde(rename = "HostedZoneIdMarker", skip_serializing_if = "Option::is_none")]
    pub hosted_zone_id_marker: Option<String>,
    #[serde(rename = "TrafficPolicyInstanceNameMarker", skip_serializing_if = "Option::is_none")]
    pub traffic_policy_instance_name_marker: Option<String>,
    #[serde(rename = "TrafficPolicyInstanceTypeMarker", skip_serializing_if = "Option::is_none")]
    pub traffic_policy_instance_type_marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListTrafficPolicyInstancesByPolicyResponse {
    #[serde(rename = "TrafficPolicyInstances", skip_serializing_if = "Option::is_none")]
    pub traffic_policy_instances: Option<Vec<TrafficPolicyInstance>>,
    #[serde(rename = "HostedZoneIdMarker", skip_serializing_if = "Option::is_none")]
    pub hosted_zone_id_marker: Option<String>,
    #[serde(rename = "TrafficPolicyInstanceNameMarker", skip_serializing_if = "Option::is_none")]
    pub traffic_policy_instance_name_marker: Option<String>,
    #[serde(rename = "TrafficPolicyInstanceTypeMarker", skip_serializing_if = "Option::is_none")]
    pub traffic_policy_instance_type_marker: Option<String>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListTrafficPolicyInstancesRequest {
    #[serde(rename = "HostedZoneIdMarker", skip_serializing_if = "Option::is_none")]
    pub hosted_zone_id_marker: Option<String>,
    #[serde(rename = "TrafficPolicyInstanceNameMarker", skip_serializing_if = "Option::is_none")]
    pub traffic_policy_instance_name_marker: Option<String>,
    #[serde(rename = "TrafficPolicyInstanceTypeMarker", skip_serializing_if = "Option::is_none")]
    pub traffic_policy_instance_type_marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListTrafficPolicyInstancesResponse {
    #[serde(rename = "TrafficPolicyInstances", skip_serializing_if = "Option::is_none")]
    pub traffic_policy_instances: Option<Vec<TrafficPolicyInstance>>,
    #[serde(rename = "HostedZoneIdMarker", skip_serializing_if = "Option::is_none")]
    pub hosted_zone_id_marker: Option<String>,
    #[serde(rename = "TrafficPolicyInstanceNameMarker", skip_serializing_if = "Option::is_none")]
    pub traffic_policy_instance_name_marker: Option<String>,
    #[serde(rename = "TrafficPolicyInstanceTypeMarker", skip_serializing_if = "Option::is_none")]
    pub traffic_policy_instance_type_marker: Option<String>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListTrafficPolicyVersionsRequest {
    #[serde(rename = "Id")]
    pub id: String,
    #[serde(rename = "TrafficPolicyVersionMarker", skip_serializing_if = "Option::is_none")]
    pub traffic_policy_version_marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListTrafficPolicyVersionsResponse {
    #[serde(rename = "TrafficPolicies", skip_serializing_if = "Option::is_none")]
    pub traffic_policies: Option<Vec<TrafficPolicy>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
    #[serde(rename = "TrafficPolicyVersionMarker", skip_serializing_if = "Option::is_none")]
    pub traffic_policy_version_marker: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListVPCAssociationAuthorizationsRequest {
    #[serde(rename = "HostedZoneId")]
    pub hosted_zone_id: String,
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "MaxResults", skip_serializing_if = "Option::is_none")]
    pub max_results: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListVPCAssociationAuthorizationsResponse {
    #[serde(rename = "HostedZoneId", skip_serializing_if = "Option::is_none")]
    pub hosted_zone_id: Option<String>,
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "VPCs", skip_serializing_if = "Option::is_none")]
    pub vp_cs: Option<Vec<VPC>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LocationSummary {
    #[serde(rename = "LocationName", skip_serializing_if = "Option::is_none")]
    pub location_name: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct QueryLoggingConfig {
    #[serde(rename = "Id", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(rename = "HostedZoneId", skip_serializing_if = "Option::is_none")]
    pub hosted_zone_id: Option<String>,
    #[serde(rename = "CloudWatchLogsLogGroupArn", skip_serializing_if = "Option::is_none")]
    pub cloud_watch_logs_log_group_arn: Option<String>,
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
pub struct ResourceRecordSetProtection {
    #[serde(rename = "RecordName", skip_serializing_if = "Option::is_none")]
    pub record_name: Option<String>,
    #[serde(rename = "RecordType", skip_serializing_if = "Option::is_none")]
    pub record_type: Option<String>,
    #[serde(rename = "Comment", skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
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
pub struct ReusableDelegationSetLimit {
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    #[serde(rename = "Value", skip_serializing_if = "Option::is_none")]
    pub value: Option<i64>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct StatusReport {
    #[serde(rename = "Status", skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    #[serde(rename = "CheckedTime", skip_serializing_if = "Option::is_none")]
    pub checked_time: Option<crate::Moment>,
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
pub struct TrafficPolicy {
    #[serde(rename = "Id", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(rename = "Version", skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    #[serde(rename = "Document", skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    #[serde(rename = "Comment", skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TrafficPolicyInstance {
    #[serde(rename = "Id", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(rename = "HostedZoneId", skip_serializing_if = "Option::is_none")]
    pub hosted_zone_id: Option<String>,
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "TTL", skip_serializing_if = "Option::is_none")]
    pub ttl: Option<i64>,
    #[serde(rename = "State", skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    #[serde(rename = "Message", skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    #[serde(rename = "TrafficPolicyId", skip_serializing_if = "Option::is_none")]
    pub traffic_policy_id: Option<String>,
    #[serde(rename = "TrafficPolicyVersion", skip_serializing_if = "Option::is_none")]
    pub traffic_policy_version: Option<i64>,
    #[serde(rename = "TrafficPolicyType", skip_serializing_if = "Option::is_none")]
    pub traffic_policy_type: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TrafficPolicySummary {
    #[serde(rename = "Id", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    #[serde(rename = "LatestVersion", skip_serializing_if = "Option::is_none")]
    pub latest_version: Option<i64>,
    #[serde(rename = "TrafficPolicyCount", skip_serializing_if = "Option::is_none")]
    pub traffic_policy_count: Option<i64>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct UpdateHealthCheckRequest {
    #[serde(rename = "HealthCheckId")]
    pub health_check_id: String,
    #[serde(rename = "HealthCheckVersion", skip_serializing_if = "Option::is_none")]
    pub health_check_version: Option<i64>,
    #[serde(rename = "IPAddress", skip_serializing_if = "Option::is_none")]
    pub ip_address: Option<String>,
    #[serde(rename = "Port", skip_serializing_if = "Option::is_none")]
    pub port: Option<i64>,
    #[serde(rename = "ResourcePath", skip_serializing_if = "Option::is_none")]
    pub resource_path: Option<String>,
    #[serde(rename = "FullyQualifiedDomainName", skip_serializing_if = "Option::is_none")]
    pub fully_qualified_domain_name: Option<String>,
    #[serde(rename = "SearchString", skip_serializing_if = "Option::is_none")]
    pub search_string: Option<String>,
    #[serde(rename = "FailureThreshold", skip_serializing_if = "Option::is_none")]
    pub failure_threshold: Option<i64>,
    #[serde(rename = "Inverted", skip_serializing_if = "Option::is_none")]
    pub inverted: Option<bool>,
    #[serde(rename = "Disabled", skip_serializing_if = "Option::is_none")]
    pub disabled: Option<bool>,
    #[serde(rename = "HealthThreshold", skip_serializing_if = "Option::is_none")]
    pub health_threshold: Option<i64>,
    #[serde(rename = "ChildHealthChecks", skip_serializing_if = "Option::is_none")]
    pub child_health_checks: Option<Vec<String>>,
    #[serde(rename = "EnableSNI", skip_serializing_if = "Option::is_none")]
    pub enable_sni: Option<bool>,
    #[serde(rename = "Regions", skip_serializing_if = "Option::is_none")]
    pub regions: Option<Vec<String>>,
    #[serde(rename = "AlarmIdentifier", skip_serializing_if = "Option::is_none")]
    pub alarm_identifier: Option<AlarmIdentifier>,
    #[serde(rename = "InsufficientDataHealthStatus", skip_serializing_if = "Option::is_none")]
    pub insufficient_data_health_status: Option<String>,
    #[serde(rename = "ResetElements", skip_serializing_if = "Option::is_none")]
    pub reset_elements: Option<Vec<String>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct UpdateHealthCheckResponse {
    #[serde(rename = "HealthCheck", skip_serializing_if = "Option::is_none")]
    pub health_check: Option<HealthCheck>,
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
pub struct UpdateTrafficPolicyCommentRequest {
    #[serde(rename = "Id")]
    pub id: String,
    #[serde(rename = "Version")]
    pub version: i64,
    #[serde(rename = "Comment")]
    pub comment: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct UpdateTrafficPolicyCommentResponse {
    #[serde(rename = "TrafficPolicy", skip_serializing_if = "Option::is_none")]
    pub traffic_policy: Option<TrafficPolicy>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct UpdateTrafficPolicyInstanceRequest {
    #[serde(rename = "Id")]
    pub id: String,
    #[serde(rename = "TTL")]
    pub ttl: i64,
    #[serde(rename = "TrafficPolicyId")]
    pub traffic_policy_id: String,
    #[serde(rename = "TrafficPolicyVersion")]
    pub traffic_policy_version: i64,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct UpdateTrafficPolicyInstanceResponse {
    #[serde(rename = "TrafficPolicyInstance", skip_serializing_if = "Option::is_none")]
    pub traffic_policy_instance: Option<TrafficPolicyInstance>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct VPC {
    #[serde(rename = "VPCRegion", skip_serializing_if = "Option::is_none")]
    pub vpc_region: Option<String>,
    #[serde(rename = "VPCId", skip_serializing_if = "Option::is_none")]
    pub vpc_id: Option<String>,
}
