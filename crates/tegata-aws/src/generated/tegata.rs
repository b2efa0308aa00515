//! Shapes of the service `tegata`: made by `cargo xtask gen` from `api/tegata.json`, not edited.
#![expect(missing_docs, reason = "docs/api.md describes these shapes")]

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AccessKeyMetadata {
    #[serde(rename = "AccessKeyId", skip_serializing_if = "Option::is_none")]
    pub access_key_id: Option<String>,
    #[serde(rename = "Status", skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    #[serde(rename = "CreatedAt", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<crate::Moment>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AcknowledgeClockRequest {}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AcknowledgeRestoreRequest {}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AdvanceClockRequest {
    #[serde(rename = "Seconds")]
    pub seconds: i64,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AffectedVersion {
    #[serde(rename = "Serial", skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
    #[serde(rename = "NotAfter", skip_serializing_if = "Option::is_none")]
    pub not_after: Option<crate::Moment>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CheckAccessRequest {
    #[serde(rename = "Principal")]
    pub principal: String,
    #[serde(rename = "Action")]
    pub action: String,
    #[serde(rename = "Resource", skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    #[serde(rename = "SourceIp", skip_serializing_if = "Option::is_none")]
    pub source_ip: Option<String>,
    #[serde(rename = "Context", skip_serializing_if = "Option::is_none")]
    pub context: Option<Vec<ConditionValue>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CheckAccessResponse {
    #[serde(rename = "Decision", skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
    #[serde(rename = "Reason", skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(rename = "Policies", skip_serializing_if = "Option::is_none")]
    pub policies: Option<Vec<String>>,
    #[serde(rename = "Faults", skip_serializing_if = "Option::is_none")]
    pub faults: Option<Vec<String>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CheckDelegationRequest {
    #[serde(rename = "DomainName")]
    pub domain_name: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CheckDelegationResponse {
    #[serde(rename = "HostedZoneId", skip_serializing_if = "Option::is_none")]
    pub hosted_zone_id: Option<String>,
    #[serde(rename = "DomainName", skip_serializing_if = "Option::is_none")]
    pub domain_name: Option<String>,
    #[serde(rename = "Status", skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    #[serde(rename = "NameServers", skip_serializing_if = "Option::is_none")]
    pub name_servers: Option<Vec<DelegatedServer>>,
    #[serde(rename = "Way", skip_serializing_if = "Option::is_none")]
    pub way: Option<Vec<String>>,
    #[serde(rename = "Findings", skip_serializing_if = "Option::is_none")]
    pub findings: Option<Vec<DelegationFinding>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CheckPlacementRequest {
    #[serde(rename = "DomainName")]
    pub domain_name: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CheckPlacementResponse {
    #[serde(rename = "DomainName", skip_serializing_if = "Option::is_none")]
    pub domain_name: Option<String>,
    #[serde(rename = "Status", skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    #[serde(rename = "TlsEndsAt", skip_serializing_if = "Option::is_none")]
    pub tls_ends_at: Option<Vec<String>>,
    #[serde(rename = "Hops", skip_serializing_if = "Option::is_none")]
    pub hops: Option<Vec<PlacementHop>>,
    #[serde(rename = "Findings", skip_serializing_if = "Option::is_none")]
    pub findings: Option<Vec<PlacementFinding>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClockResponse {
    #[serde(rename = "Now", skip_serializing_if = "Option::is_none")]
    pub now: Option<crate::Moment>,
    #[serde(rename = "OffsetSeconds", skip_serializing_if = "Option::is_none")]
    pub offset_seconds: Option<i64>,
    #[serde(rename = "Doubt", skip_serializing_if = "Option::is_none")]
    pub doubt: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ConditionValue {
    #[serde(rename = "Key")]
    pub key: String,
    #[serde(rename = "Values")]
    pub values: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CreateAccessKeyRequest {
    #[serde(rename = "Principal")]
    pub principal: String,
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CreateAccessKeyResponse {
    #[serde(rename = "Principal", skip_serializing_if = "Option::is_none")]
    pub principal: Option<String>,
    #[serde(rename = "AccessKeyId", skip_serializing_if = "Option::is_none")]
    pub access_key_id: Option<String>,
    #[serde(rename = "SecretAccessKey", skip_serializing_if = "Option::is_none")]
    pub secret_access_key: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CreatePrincipalRequest {
    #[serde(rename = "Principal")]
    pub principal: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CreatePrincipalResponse {
    #[serde(rename = "Principal", skip_serializing_if = "Option::is_none")]
    pub principal: Option<String>,
    #[serde(rename = "Arn", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "CreatedAt", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<crate::Moment>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CreateWebhookRequest {
    #[serde(rename = "Url")]
    pub url: String,
    #[serde(rename = "FromPosition", skip_serializing_if = "Option::is_none")]
    pub from_position: Option<i64>,
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CreateWebhookResponse {
    #[serde(rename = "Webhook", skip_serializing_if = "Option::is_none")]
    pub webhook: Option<Webhook>,
    #[serde(rename = "Secret", skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeclareHopRequest {
    #[serde(rename = "Name")]
    pub name: String,
    #[serde(rename = "Kind")]
    pub kind: String,
    #[serde(rename = "Host")]
    pub host: String,
    #[serde(rename = "Port")]
    pub port: i64,
    #[serde(rename = "Protocol")]
    pub protocol: String,
    #[serde(rename = "CertificateSource", skip_serializing_if = "Option::is_none")]
    pub certificate_source: Option<String>,
    #[serde(rename = "CertificateArn", skip_serializing_if = "Option::is_none")]
    pub certificate_arn: Option<String>,
    #[serde(rename = "ServerName", skip_serializing_if = "Option::is_none")]
    pub server_name: Option<String>,
    #[serde(rename = "Network", skip_serializing_if = "Option::is_none")]
    pub network: Option<String>,
    #[serde(rename = "ClientCertificate", skip_serializing_if = "Option::is_none")]
    pub client_certificate: Option<String>,
    #[serde(rename = "TlsVersions", skip_serializing_if = "Option::is_none")]
    pub tls_versions: Option<Vec<String>>,
    #[serde(rename = "ForwardsTo", skip_serializing_if = "Option::is_none")]
    pub forwards_to: Option<Vec<String>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeclareHopResponse {
    #[serde(rename = "Hop", skip_serializing_if = "Option::is_none")]
    pub hop: Option<DeclaredHop>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeclaredHop {
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "Kind", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    #[serde(rename = "Host", skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    #[serde(rename = "Port", skip_serializing_if = "Option::is_none")]
    pub port: Option<i64>,
    #[serde(rename = "Protocol", skip_serializing_if = "Option::is_none")]
    pub protocol: Option<String>,
    #[serde(rename = "CertificateSource", skip_serializing_if = "Option::is_none")]
    pub certificate_source: Option<String>,
    #[serde(rename = "CertificateArn", skip_serializing_if = "Option::is_none")]
    pub certificate_arn: Option<String>,
    #[serde(rename = "ServerName", skip_serializing_if = "Option::is_none")]
    pub server_name: Option<String>,
    #[serde(rename = "Network", skip_serializing_if = "Option::is_none")]
    pub network: Option<String>,
    #[serde(rename = "ClientCertificate", skip_serializing_if = "Option::is_none")]
    pub client_certificate: Option<String>,
    #[serde(rename = "TlsVersions", skip_serializing_if = "Option::is_none")]
    pub tls_versions: Option<Vec<String>>,
    #[serde(rename = "ForwardsTo", skip_serializing_if = "Option::is_none")]
    pub forwards_to: Option<Vec<String>>,
    #[serde(rename = "DeclaredAt", skip_serializing_if = "Option::is_none")]
    pub declared_at: Option<crate::Moment>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DelegatedServer {
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "Addresses", skip_serializing_if = "Option::is_none")]
    pub addresses: Option<Vec<String>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DelegationFinding {
    #[serde(rename = "Code", skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    #[serde(rename = "At", skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    #[serde(rename = "Cause", skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    #[serde(rename = "NextStep", skip_serializing_if = "Option::is_none")]
    pub next_step: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeleteAccessKeyRequest {
    #[serde(rename = "AccessKeyId")]
    pub access_key_id: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeletePolicyRequest {
    #[serde(rename = "Name")]
    pub name: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeletePrincipalRequest {
    #[serde(rename = "Principal")]
    pub principal: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeleteWebhookRequest {
    #[serde(rename = "WebhookId")]
    pub webhook_id: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DescribeClockRequest {}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DescribeMailRequest {
    #[serde(rename = "MailId")]
    pub mail_id: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DescribeMailResponse {
    #[serde(rename = "Mail", skip_serializing_if = "Option::is_none")]
    pub mail: Option<Mail>,
    #[serde(rename = "Body", skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DescribePlacementRequest {
    #[serde(rename = "DomainName")]
    pub domain_name: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DescribePlacementResponse {
    #[serde(rename = "DomainName", skip_serializing_if = "Option::is_none")]
    pub domain_name: Option<String>,
    #[serde(rename = "TlsEndsAt", skip_serializing_if = "Option::is_none")]
    pub tls_ends_at: Option<Vec<String>>,
    #[serde(rename = "Hops", skip_serializing_if = "Option::is_none")]
    pub hops: Option<Vec<PlacementHop>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DescribeReplacementRequest {
    #[serde(rename = "ReplacementId")]
    pub replacement_id: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DescribeRestoreRequest {}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DrawPlacementRequest {
    #[serde(rename = "DomainName")]
    pub domain_name: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DrawPlacementResponse {
    #[serde(rename = "DomainName", skip_serializing_if = "Option::is_none")]
    pub domain_name: Option<String>,
    #[serde(rename = "TlsEndsAt", skip_serializing_if = "Option::is_none")]
    pub tls_ends_at: Option<Vec<String>>,
    #[serde(rename = "Svg", skip_serializing_if = "Option::is_none")]
    pub svg: Option<String>,
    #[serde(rename = "Text", skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Evidence {
    #[serde(rename = "At", skip_serializing_if = "Option::is_none")]
    pub at: Option<crate::Moment>,
    #[serde(rename = "Expected", skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    #[serde(rename = "Found", skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    #[serde(rename = "Outcome", skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    #[serde(rename = "Steps", skip_serializing_if = "Option::is_none")]
    pub steps: Option<Vec<String>>,
    #[serde(rename = "Advice", skip_serializing_if = "Option::is_none")]
    pub advice: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExplainCertificateRequest {
    #[serde(rename = "CertificateArn")]
    pub certificate_arn: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExplainCertificateResponse {
    #[serde(rename = "CertificateArn", skip_serializing_if = "Option::is_none")]
    pub certificate_arn: Option<String>,
    #[serde(rename = "Status", skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    #[serde(rename = "FailureReason", skip_serializing_if = "Option::is_none")]
    pub failure_reason: Option<String>,
    #[serde(rename = "Summary", skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    #[serde(rename = "NextTry", skip_serializing_if = "Option::is_none")]
    pub next_try: Option<crate::Moment>,
    #[serde(rename = "LastError", skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
    #[serde(rename = "Names", skip_serializing_if = "Option::is_none")]
    pub names: Option<Vec<ExplainedName>>,
    #[serde(rename = "Events", skip_serializing_if = "Option::is_none")]
    pub events: Option<Vec<ExplainedEvent>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExplainSelectionRequest {
    #[serde(rename = "ListenerArn")]
    pub listener_arn: String,
    #[serde(rename = "ServerName", skip_serializing_if = "Option::is_none")]
    pub server_name: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExplainSelectionResponse {
    #[serde(rename = "ListenerArn", skip_serializing_if = "Option::is_none")]
    pub listener_arn: Option<String>,
    #[serde(rename = "ServerName", skip_serializing_if = "Option::is_none")]
    pub server_name: Option<String>,
    #[serde(rename = "SslPolicy", skip_serializing_if = "Option::is_none")]
    pub ssl_policy: Option<String>,
    #[serde(rename = "Rule", skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    #[serde(rename = "Served", skip_serializing_if = "Option::is_none")]
    pub served: Option<Vec<SelectedCertificate>>,
    #[serde(rename = "NotServed", skip_serializing_if = "Option::is_none")]
    pub not_served: Option<Vec<SelectedCertificate>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExplainedEvent {
    #[serde(rename = "At", skip_serializing_if = "Option::is_none")]
    pub at: Option<crate::Moment>,
    #[serde(rename = "Kind", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    #[serde(rename = "Detail", skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExplainedName {
    #[serde(rename = "DomainName", skip_serializing_if = "Option::is_none")]
    pub domain_name: Option<String>,
    #[serde(rename = "ValidationStatus", skip_serializing_if = "Option::is_none")]
    pub validation_status: Option<String>,
    #[serde(rename = "RecordName", skip_serializing_if = "Option::is_none")]
    pub record_name: Option<String>,
    #[serde(rename = "RecordValue", skip_serializing_if = "Option::is_none")]
    pub record_value: Option<String>,
    #[serde(rename = "AskedByMail", skip_serializing_if = "Option::is_none")]
    pub asked_by_mail: Option<Vec<String>>,
    #[serde(rename = "HostedZoneId", skip_serializing_if = "Option::is_none")]
    pub hosted_zone_id: Option<String>,
    #[serde(rename = "Evidence", skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Vec<Evidence>>,
    #[serde(rename = "Delegation", skip_serializing_if = "Option::is_none")]
    pub delegation: Option<Vec<DelegationFinding>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExportRootsRequest {}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExportRootsResponse {
    #[serde(rename = "Pem", skip_serializing_if = "Option::is_none")]
    pub pem: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetPolicyRequest {
    #[serde(rename = "Name")]
    pub name: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetPolicyResponse {
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "Text", skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(rename = "Statements", skip_serializing_if = "Option::is_none")]
    pub statements: Option<i64>,
    #[serde(rename = "CreatedAt", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<crate::Moment>,
    #[serde(rename = "ChangedAt", skip_serializing_if = "Option::is_none")]
    pub changed_at: Option<crate::Moment>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListAccessKeysRequest {
    #[serde(rename = "Principal")]
    pub principal: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListAccessKeysResponse {
    #[serde(rename = "AccessKeys", skip_serializing_if = "Option::is_none")]
    pub access_keys: Option<Vec<AccessKeyMetadata>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListDeclaredHopsRequest {}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListDeclaredHopsResponse {
    #[serde(rename = "Hops", skip_serializing_if = "Option::is_none")]
    pub hops: Option<Vec<DeclaredHop>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListEventsRequest {
    #[serde(rename = "FromPosition", skip_serializing_if = "Option::is_none")]
    pub from_position: Option<i64>,
    #[serde(rename = "Last", skip_serializing_if = "Option::is_none")]
    pub last: Option<i64>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
    #[serde(rename = "WaitSeconds", skip_serializing_if = "Option::is_none")]
    pub wait_seconds: Option<i64>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListEventsResponse {
    #[serde(rename = "Events", skip_serializing_if = "Option::is_none")]
    pub events: Option<Vec<LoggedEvent>>,
    #[serde(rename = "NextPosition", skip_serializing_if = "Option::is_none")]
    pub next_position: Option<i64>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListMailsRequest {}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListMailsResponse {
    #[serde(rename = "Mails", skip_serializing_if = "Option::is_none")]
    pub mails: Option<Vec<Mail>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListNodesRequest {}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListNodesResponse {
    #[serde(rename = "Nodes", skip_serializing_if = "Option::is_none")]
    pub nodes: Option<Vec<Node>>,
    #[serde(rename = "Revision", skip_serializing_if = "Option::is_none")]
    pub revision: Option<i64>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListPlacementsRequest {
    #[serde(rename = "HostedZoneName", skip_serializing_if = "Option::is_none")]
    pub hosted_zone_name: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListPlacementsResponse {
    #[serde(rename = "Placements", skip_serializing_if = "Option::is_none")]
    pub placements: Option<Vec<PlacementSummary>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListPoliciesRequest {}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListPoliciesResponse {
    #[serde(rename = "Policies", skip_serializing_if = "Option::is_none")]
    pub policies: Option<Vec<PolicySummary>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListPrincipalsRequest {}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListPrincipalsResponse {
    #[serde(rename = "Principals", skip_serializing_if = "Option::is_none")]
    pub principals: Option<Vec<PrincipalSummary>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListReplacementsRequest {}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListReplacementsResponse {
    #[serde(rename = "Replacements", skip_serializing_if = "Option::is_none")]
    pub replacements: Option<Vec<Replacement>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListWebhookDeliveriesRequest {
    #[serde(rename = "WebhookId")]
    pub webhook_id: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListWebhookDeliveriesResponse {
    #[serde(rename = "Deliveries", skip_serializing_if = "Option::is_none")]
    pub deliveries: Option<Vec<WebhookDelivery>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListWebhooksRequest {}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListWebhooksResponse {
    #[serde(rename = "Webhooks", skip_serializing_if = "Option::is_none")]
    pub webhooks: Option<Vec<Webhook>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LoggedEvent {
    #[serde(rename = "Position", skip_serializing_if = "Option::is_none")]
    pub position: Option<i64>,
    #[serde(rename = "Event", skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Mail {
    #[serde(rename = "MailId", skip_serializing_if = "Option::is_none")]
    pub mail_id: Option<String>,
    #[serde(rename = "CertificateArn", skip_serializing_if = "Option::is_none")]
    pub certificate_arn: Option<String>,
    #[serde(rename = "Recipient", skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    #[serde(rename = "Subject", skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    #[serde(rename = "State", skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    #[serde(rename = "CreatedAt", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<crate::Moment>,
    #[serde(rename = "SentAt", skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<crate::Moment>,
    #[serde(rename = "Tries", skip_serializing_if = "Option::is_none")]
    pub tries: Option<i64>,
    #[serde(rename = "LastError", skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Node {
    #[serde(rename = "NodeId", skip_serializing_if = "Option::is_none")]
    pub node_id: Option<String>,
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "Version", skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    #[serde(rename = "State", skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    #[serde(rename = "Answers", skip_serializing_if = "Option::is_none")]
    pub answers: Option<bool>,
    #[serde(rename = "StartedAt", skip_serializing_if = "Option::is_none")]
    pub started_at: Option<crate::Moment>,
    #[serde(rename = "SeenAt", skip_serializing_if = "Option::is_none")]
    pub seen_at: Option<crate::Moment>,
    #[serde(rename = "ZonesRevision", skip_serializing_if = "Option::is_none")]
    pub zones_revision: Option<i64>,
    #[serde(rename = "EdgeRevision", skip_serializing_if = "Option::is_none")]
    pub edge_revision: Option<i64>,
    #[serde(rename = "Faults", skip_serializing_if = "Option::is_none")]
    pub faults: Option<Vec<NodeFault>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct NodeFault {
    #[serde(rename = "Kind", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    #[serde(rename = "Id", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(rename = "State", skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    #[serde(rename = "Cause", skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlacementFinding {
    #[serde(rename = "Code", skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    #[serde(rename = "Place", skip_serializing_if = "Option::is_none")]
    pub place: Option<i64>,
    #[serde(rename = "At", skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    #[serde(rename = "Cause", skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    #[serde(rename = "NextStep", skip_serializing_if = "Option::is_none")]
    pub next_step: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlacementHop {
    #[serde(rename = "Place", skip_serializing_if = "Option::is_none")]
    pub place: Option<i64>,
    #[serde(rename = "From", skip_serializing_if = "Option::is_none")]
    pub from: Option<i64>,
    #[serde(rename = "Kind", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    #[serde(rename = "Word", skip_serializing_if = "Option::is_none")]
    pub word: Option<String>,
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "Address", skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    #[serde(rename = "Protocol", skip_serializing_if = "Option::is_none")]
    pub protocol: Option<String>,
    #[serde(rename = "Tls", skip_serializing_if = "Option::is_none")]
    pub tls: Option<String>,
    #[serde(rename = "SecurityPolicy", skip_serializing_if = "Option::is_none")]
    pub security_policy: Option<String>,
    #[serde(rename = "TlsVersions", skip_serializing_if = "Option::is_none")]
    pub tls_versions: Option<Vec<String>>,
    #[serde(rename = "CertificateSource", skip_serializing_if = "Option::is_none")]
    pub certificate_source: Option<String>,
    #[serde(rename = "CertificateArn", skip_serializing_if = "Option::is_none")]
    pub certificate_arn: Option<String>,
    #[serde(rename = "CertificateNames", skip_serializing_if = "Option::is_none")]
    pub certificate_names: Option<Vec<String>>,
    #[serde(rename = "CertificateNotAfter", skip_serializing_if = "Option::is_none")]
    pub certificate_not_after: Option<crate::Moment>,
    #[serde(rename = "ServerName", skip_serializing_if = "Option::is_none")]
    pub server_name: Option<String>,
    #[serde(rename = "Network", skip_serializing_if = "Option::is_none")]
    pub network: Option<String>,
    #[serde(rename = "ClientCertificate", skip_serializing_if = "Option::is_none")]
    pub client_certificate: Option<String>,
    #[serde(rename = "Answers", skip_serializing_if = "Option::is_none")]
    pub answers: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlacementSummary {
    #[serde(rename = "DomainName", skip_serializing_if = "Option::is_none")]
    pub domain_name: Option<String>,
    #[serde(rename = "TlsEndsAt", skip_serializing_if = "Option::is_none")]
    pub tls_ends_at: Option<Vec<String>>,
    #[serde(rename = "HopCount", skip_serializing_if = "Option::is_none")]
    pub hop_count: Option<i64>,
    #[serde(rename = "FindingCount", skip_serializing_if = "Option::is_none")]
    pub finding_count: Option<i64>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PolicySummary {
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "Statements", skip_serializing_if = "Option::is_none")]
    pub statements: Option<i64>,
    #[serde(rename = "CreatedAt", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<crate::Moment>,
    #[serde(rename = "ChangedAt", skip_serializing_if = "Option::is_none")]
    pub changed_at: Option<crate::Moment>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PreviewRevocationRequest {
    #[serde(rename = "CertificateArn")]
    pub certificate_arn: String,
    #[serde(rename = "RevocationReason", skip_serializing_if = "Option::is_none")]
    pub revocation_reason: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PreviewRevocationResponse {
    #[serde(rename = "CertificateArn", skip_serializing_if = "Option::is_none")]
    pub certificate_arn: Option<String>,
    #[serde(rename = "DomainNames", skip_serializing_if = "Option::is_none")]
    pub domain_names: Option<Vec<String>>,
    #[serde(rename = "Versions", skip_serializing_if = "Option::is_none")]
    pub versions: Option<Vec<AffectedVersion>>,
    #[serde(rename = "InUseBy", skip_serializing_if = "Option::is_none")]
    pub in_use_by: Option<Vec<String>>,
    #[serde(rename = "ExportedAt", skip_serializing_if = "Option::is_none")]
    pub exported_at: Option<crate::Moment>,
    #[serde(rename = "Refusal", skip_serializing_if = "Option::is_none")]
    pub refusal: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PrincipalSummary {
    #[serde(rename = "Principal", skip_serializing_if = "Option::is_none")]
    pub principal: Option<String>,
    #[serde(rename = "Arn", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "CreatedAt", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<crate::Moment>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PutPolicyRequest {
    #[serde(rename = "Name")]
    pub name: String,
    #[serde(rename = "Text")]
    pub text: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PutPolicyResponse {
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "Statements", skip_serializing_if = "Option::is_none")]
    pub statements: Option<i64>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReplaceCertificateRequest {
    #[serde(rename = "CertificateArn")]
    pub certificate_arn: String,
    #[serde(rename = "DomainNames", skip_serializing_if = "Option::is_none")]
    pub domain_names: Option<Vec<String>>,
    #[serde(rename = "KeyAlgorithm", skip_serializing_if = "Option::is_none")]
    pub key_algorithm: Option<String>,
    #[serde(rename = "ValidationMethod", skip_serializing_if = "Option::is_none")]
    pub validation_method: Option<String>,
    #[serde(rename = "KeepOld", skip_serializing_if = "Option::is_none")]
    pub keep_old: Option<bool>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Replacement {
    #[serde(rename = "ReplacementId", skip_serializing_if = "Option::is_none")]
    pub replacement_id: Option<String>,
    #[serde(rename = "OldCertificateArn", skip_serializing_if = "Option::is_none")]
    pub old_certificate_arn: Option<String>,
    #[serde(rename = "NewCertificateArn", skip_serializing_if = "Option::is_none")]
    pub new_certificate_arn: Option<String>,
    #[serde(rename = "Stage", skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    #[serde(rename = "Stopped", skip_serializing_if = "Option::is_none")]
    pub stopped: Option<bool>,
    #[serde(rename = "Reason", skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(rename = "KeepOld", skip_serializing_if = "Option::is_none")]
    pub keep_old: Option<bool>,
    #[serde(rename = "BegunAt", skip_serializing_if = "Option::is_none")]
    pub begun_at: Option<crate::Moment>,
    #[serde(rename = "Steps", skip_serializing_if = "Option::is_none")]
    pub steps: Option<Vec<ReplacementStep>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReplacementResponse {
    #[serde(rename = "Replacement", skip_serializing_if = "Option::is_none")]
    pub replacement: Option<Replacement>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReplacementStep {
    #[serde(rename = "At", skip_serializing_if = "Option::is_none")]
    pub at: Option<crate::Moment>,
    #[serde(rename = "What", skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReplayWebhookRequest {
    #[serde(rename = "WebhookId")]
    pub webhook_id: String,
    #[serde(rename = "FromPosition", skip_serializing_if = "Option::is_none")]
    pub from_position: Option<i64>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReplayWebhookResponse {
    #[serde(rename = "Webhook", skip_serializing_if = "Option::is_none")]
    pub webhook: Option<Webhook>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RestoreResponse {
    #[serde(rename = "Since", skip_serializing_if = "Option::is_none")]
    pub since: Option<crate::Moment>,
    #[serde(rename = "Reasons", skip_serializing_if = "Option::is_none")]
    pub reasons: Option<Vec<String>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SeenHop {
    #[serde(rename = "Place", skip_serializing_if = "Option::is_none")]
    pub place: Option<i64>,
    #[serde(rename = "At", skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    #[serde(rename = "Result", skip_serializing_if = "Option::is_none")]
    pub result: Option<String>,
    #[serde(rename = "Reason", skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(rename = "TlsVersion", skip_serializing_if = "Option::is_none")]
    pub tls_version: Option<String>,
    #[serde(rename = "CipherSuite", skip_serializing_if = "Option::is_none")]
    pub cipher_suite: Option<String>,
    #[serde(rename = "ApplicationProtocol", skip_serializing_if = "Option::is_none")]
    pub application_protocol: Option<String>,
    #[serde(rename = "CertificateNames", skip_serializing_if = "Option::is_none")]
    pub certificate_names: Option<Vec<String>>,
    #[serde(rename = "Issuer", skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    #[serde(rename = "NotBefore", skip_serializing_if = "Option::is_none")]
    pub not_before: Option<crate::Moment>,
    #[serde(rename = "NotAfter", skip_serializing_if = "Option::is_none")]
    pub not_after: Option<crate::Moment>,
    #[serde(rename = "Fingerprint", skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
    #[serde(rename = "IntendedFingerprint", skip_serializing_if = "Option::is_none")]
    pub intended_fingerprint: Option<String>,
    #[serde(rename = "TrustedBy", skip_serializing_if = "Option::is_none")]
    pub trusted_by: Option<String>,
    #[serde(rename = "AsksClientCertificate", skip_serializing_if = "Option::is_none")]
    pub asks_client_certificate: Option<bool>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SelectedCertificate {
    #[serde(rename = "CertificateArn", skip_serializing_if = "Option::is_none")]
    pub certificate_arn: Option<String>,
    #[serde(rename = "MatchedName", skip_serializing_if = "Option::is_none")]
    pub matched_name: Option<String>,
    #[serde(rename = "IsDefault", skip_serializing_if = "Option::is_none")]
    pub is_default: Option<bool>,
    #[serde(rename = "SerialNumber", skip_serializing_if = "Option::is_none")]
    pub serial_number: Option<String>,
    #[serde(rename = "KeyAlgorithm", skip_serializing_if = "Option::is_none")]
    pub key_algorithm: Option<String>,
    #[serde(rename = "SignatureAlgorithm", skip_serializing_if = "Option::is_none")]
    pub signature_algorithm: Option<String>,
    #[serde(rename = "NotAfter", skip_serializing_if = "Option::is_none")]
    pub not_after: Option<crate::Moment>,
    #[serde(rename = "LosesTo", skip_serializing_if = "Option::is_none")]
    pub loses_to: Option<String>,
    #[serde(rename = "DecidedBy", skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<String>,
    #[serde(rename = "Reason", skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct UndeclareHopRequest {
    #[serde(rename = "Name")]
    pub name: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct UpdateAccessKeyRequest {
    #[serde(rename = "AccessKeyId")]
    pub access_key_id: String,
    #[serde(rename = "Status")]
    pub status: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct UpdateReplacementRequest {
    #[serde(rename = "ReplacementId")]
    pub replacement_id: String,
    #[serde(rename = "Action")]
    pub action: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WalkPlacementRequest {
    #[serde(rename = "DomainName")]
    pub domain_name: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WalkPlacementResponse {
    #[serde(rename = "DomainName", skip_serializing_if = "Option::is_none")]
    pub domain_name: Option<String>,
    #[serde(rename = "Status", skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    #[serde(rename = "TlsEndsAt", skip_serializing_if = "Option::is_none")]
    pub tls_ends_at: Option<Vec<String>>,
    #[serde(rename = "Seen", skip_serializing_if = "Option::is_none")]
    pub seen: Option<Vec<SeenHop>>,
    #[serde(rename = "Findings", skip_serializing_if = "Option::is_none")]
    pub findings: Option<Vec<PlacementFinding>>,
    #[serde(rename = "IsTruncated", skip_serializing_if = "Option::is_none")]
    pub is_truncated: Option<bool>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Webhook {
    #[serde(rename = "WebhookId", skip_serializing_if = "Option::is_none")]
    pub webhook_id: Option<String>,
    #[serde(rename = "Url", skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    #[serde(rename = "State", skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    #[serde(rename = "NextPosition", skip_serializing_if = "Option::is_none")]
    pub next_position: Option<i64>,
    #[serde(rename = "Principal", skip_serializing_if = "Option::is_none")]
    pub principal: Option<String>,
    #[serde(rename = "CreatedAt", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<crate::Moment>,
    #[serde(rename = "FailingSince", skip_serializing_if = "Option::is_none")]
    pub failing_since: Option<crate::Moment>,
    #[serde(rename = "Tries", skip_serializing_if = "Option::is_none")]
    pub tries: Option<i64>,
    #[serde(rename = "NextTry", skip_serializing_if = "Option::is_none")]
    pub next_try: Option<crate::Moment>,
    #[serde(rename = "LastError", skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WebhookDelivery {
    #[serde(rename = "At", skip_serializing_if = "Option::is_none")]
    pub at: Option<crate::Moment>,
    #[serde(rename = "Position", skip_serializing_if = "Option::is_none")]
    pub position: Option<i64>,
    #[serde(rename = "FailedBefore", skip_serializing_if = "Option::is_none")]
    pub failed_before: Option<i64>,
    #[serde(rename = "Status", skip_serializing_if = "Option::is_none")]
    pub status: Option<i64>,
    #[serde(rename = "Error", skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}
