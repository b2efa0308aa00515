//! Shapes of the service `acm`: made by `cargo xtask gen` from `api/acm.json`, not edited.
#![expect(missing_docs, reason = "AWS's own reference describes these shapes")]

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AcmCertificateMetadata {
    #[serde(rename = "CreatedAt", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<crate::Moment>,
    #[serde(rename = "Exported", skip_serializing_if = "Option::is_none")]
    pub exported: Option<bool>,
    #[serde(rename = "ImportedAt", skip_serializing_if = "Option::is_none")]
    pub imported_at: Option<crate::Moment>,
    #[serde(rename = "InUse", skip_serializing_if = "Option::is_none")]
    pub in_use: Option<bool>,
    #[serde(rename = "IssuedAt", skip_serializing_if = "Option::is_none")]
    pub issued_at: Option<crate::Moment>,
    #[serde(rename = "RenewalEligibility", skip_serializing_if = "Option::is_none")]
    pub renewal_eligibility: Option<String>,
    #[serde(rename = "RevokedAt", skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<crate::Moment>,
    #[serde(rename = "Status", skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    #[serde(rename = "RenewalStatus", skip_serializing_if = "Option::is_none")]
    pub renewal_status: Option<String>,
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    #[serde(rename = "ExportOption", skip_serializing_if = "Option::is_none")]
    pub export_option: Option<String>,
    #[serde(rename = "ManagedBy", skip_serializing_if = "Option::is_none")]
    pub managed_by: Option<String>,
    #[serde(rename = "ValidationMethod", skip_serializing_if = "Option::is_none")]
    pub validation_method: Option<String>,
    #[serde(rename = "CertificateKeyPairOrigin", skip_serializing_if = "Option::is_none")]
    pub certificate_key_pair_origin: Option<String>,
    #[serde(rename = "AcmeEndpointArn", skip_serializing_if = "Option::is_none")]
    pub acme_endpoint_arn: Option<String>,
    #[serde(rename = "AcmeAccountId", skip_serializing_if = "Option::is_none")]
    pub acme_account_id: Option<String>,
    #[serde(rename = "CertificateUsage", skip_serializing_if = "Option::is_none")]
    pub certificate_usage: Option<String>,
    #[serde(rename = "RootHierarchyType", skip_serializing_if = "Option::is_none")]
    pub root_hierarchy_type: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AcmCertificateMetadataFilter {
    #[serde(rename = "Status", skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    #[serde(rename = "RenewalStatus", skip_serializing_if = "Option::is_none")]
    pub renewal_status: Option<String>,
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    #[serde(rename = "InUse", skip_serializing_if = "Option::is_none")]
    pub in_use: Option<bool>,
    #[serde(rename = "Exported", skip_serializing_if = "Option::is_none")]
    pub exported: Option<bool>,
    #[serde(rename = "ExportOption", skip_serializing_if = "Option::is_none")]
    pub export_option: Option<String>,
    #[serde(rename = "ManagedBy", skip_serializing_if = "Option::is_none")]
    pub managed_by: Option<String>,
    #[serde(rename = "ValidationMethod", skip_serializing_if = "Option::is_none")]
    pub validation_method: Option<String>,
    #[serde(rename = "CertificateKeyPairOrigin", skip_serializing_if = "Option::is_none")]
    pub certificate_key_pair_origin: Option<String>,
    #[serde(rename = "AcmeEndpointArn", skip_serializing_if = "Option::is_none")]
    pub acme_endpoint_arn: Option<String>,
    #[serde(rename = "AcmeAccountId", skip_serializing_if = "Option::is_none")]
    pub acme_account_id: Option<String>,
    #[serde(rename = "RootHierarchyType", skip_serializing_if = "Option::is_none")]
    pub root_hierarchy_type: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AddTagsToCertificateRequest {
    #[serde(rename = "CertificateArn")]
    pub certificate_arn: String,
    #[serde(rename = "Tags")]
    pub tags: Vec<Tag>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CertificateDetail {
    #[serde(rename = "CertificateArn", skip_serializing_if = "Option::is_none")]
    pub certificate_arn: Option<String>,
    #[serde(rename = "DomainName", skip_serializing_if = "Option::is_none")]
    pub domain_name: Option<String>,
    #[serde(rename = "SubjectAlternativeNames", skip_serializing_if = "Option::is_none")]
    pub subject_alternative_names: Option<Vec<String>>,
    #[serde(rename = "ManagedBy", skip_serializing_if = "Option::is_none")]
    pub managed_by: Option<String>,
    #[serde(rename = "DomainValidationOptions", skip_serializing_if = "Option::is_none")]
    pub domain_validation_options: Option<Vec<DomainValidation>>,
    #[serde(rename = "Serial", skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
    #[serde(rename = "Subject", skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    #[serde(rename = "Issuer", skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    #[serde(rename = "CreatedAt", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<crate::Moment>,
    #[serde(rename = "IssuedAt", skip_serializing_if = "Option::is_none")]
    pub issued_at: Option<crate::Moment>,
    #[serde(rename = "ImportedAt", skip_serializing_if = "Option::is_none")]
    pub imported_at: Option<crate::Moment>,
    #[serde(rename = "Status", skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    #[serde(rename = "RevokedAt", skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<crate::Moment>,
    #[serde(rename = "RevocationReason", skip_serializing_if = "Option::is_none")]
    pub revocation_reason: Option<String>,
    #[serde(rename = "NotBefore", skip_serializing_if = "Option::is_none")]
    pub not_before: Option<crate::Moment>,
    #[serde(rename = "NotAfter", skip_serializing_if = "Option::is_none")]
    pub not_after: Option<crate::Moment>,
    #[serde(rename = "KeyAlgorithm", skip_serializing_if = "Option::is_none")]
    pub key_algorithm: Option<String>,
    #[serde(rename = "SignatureAlgorithm", skip_serializing_if = "Option::is_none")]
    pub signature_algorithm: Option<String>,
    #[serde(rename = "InUseBy", skip_serializing_if = "Option::is_none")]
    pub in_use_by: Option<Vec<String>>,
    #[serde(rename = "FailureReason", skip_serializing_if = "Option::is_none")]
    pub failure_reason: Option<String>,
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    #[serde(rename = "RenewalSummary", skip_serializing_if = "Option::is_none")]
    pub renewal_summary: Option<RenewalSummary>,
    #[serde(rename = "KeyUsages", skip_serializing_if = "Option::is_none")]
    pub key_usages: Option<Vec<KeyUsage>>,
    #[serde(rename = "ExtendedKeyUsages", skip_serializing_if = "Option::is_none")]
    pub extended_key_usages: Option<Vec<ExtendedKeyUsage>>,
    #[serde(rename = "CertificateAuthorityArn", skip_serializing_if = "Option::is_none")]
    pub certificate_authority_arn: Option<String>,
    #[serde(rename = "RenewalEligibility", skip_serializing_if = "Option::is_none")]
    pub renewal_eligibility: Option<String>,
    #[serde(rename = "Options", skip_serializing_if = "Option::is_none")]
    pub options: Option<CertificateOptions>,
    #[serde(rename = "UpdateSummary", skip_serializing_if = "Option::is_none")]
    pub update_summary: Option<UpdateSummary>,
    #[serde(rename = "CertificateKeyPairOrigin", skip_serializing_if = "Option::is_none")]
    pub certificate_key_pair_origin: Option<String>,
    #[serde(rename = "AcmeEndpointArn", skip_serializing_if = "Option::is_none")]
    pub acme_endpoint_arn: Option<String>,
    #[serde(rename = "AcmeAccountId", skip_serializing_if = "Option::is_none")]
    pub acme_account_id: Option<String>,
    #[serde(rename = "CertificateUsage", skip_serializing_if = "Option::is_none")]
    pub certificate_usage: Option<String>,
    #[serde(rename = "RootHierarchyType", skip_serializing_if = "Option::is_none")]
    pub root_hierarchy_type: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CertificateFilter {
    #[serde(rename = "CertificateArn", skip_serializing_if = "Option::is_none")]
    pub certificate_arn: Option<String>,
    #[serde(rename = "X509AttributeFilter", skip_serializing_if = "Option::is_none")]
    pub x509_attribute_filter: Option<X509AttributeFilter>,
    #[serde(rename = "AcmCertificateMetadataFilter", skip_serializing_if = "Option::is_none")]
    pub acm_certificate_metadata_filter: Option<AcmCertificateMetadataFilter>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CertificateFilterStatement {
    #[serde(rename = "And", skip_serializing_if = "Option::is_none")]
    pub and: Option<Vec<CertificateFilterStatement>>,
    #[serde(rename = "Or", skip_serializing_if = "Option::is_none")]
    pub or: Option<Vec<CertificateFilterStatement>>,
    #[serde(rename = "Not", skip_serializing_if = "Option::is_none")]
    pub not: Option<Box<CertificateFilterStatement>>,
    #[serde(rename = "Filter", skip_serializing_if = "Option::is_none")]
    pub filter: Option<CertificateFilter>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CertificateMetadata {
    #[serde(rename = "AcmCertificateMetadata", skip_serializing_if = "Option::is_none")]
    pub acm_certificate_metadata: Option<AcmCertificateMetadata>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CertificateOptions {
    #[serde(rename = "CertificateTransparencyLoggingPreference", skip_serializing_if = "Option::is_none")]
    pub certificate_transparency_logging_preference: Option<String>,
    #[serde(rename = "Export", skip_serializing_if = "Option::is_none")]
    pub export: Option<String>,
    #[serde(rename = "ValidationMethod", skip_serializing_if = "Option::is_none")]
    pub validation_method: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CertificateSearchResult {
    #[serde(rename = "CertificateArn", skip_serializing_if = "Option::is_none")]
    pub certificate_arn: Option<String>,
    #[serde(rename = "X509Attributes", skip_serializing_if = "Option::is_none")]
    pub x509_attributes: Option<X509Attributes>,
    #[serde(rename = "CertificateMetadata", skip_serializing_if = "Option::is_none")]
    pub certificate_metadata: Option<CertificateMetadata>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CertificateSummary {
    #[serde(rename = "CertificateArn", skip_serializing_if = "Option::is_none")]
    pub certificate_arn: Option<String>,
    #[serde(rename = "DomainName", skip_serializing_if = "Option::is_none")]
    pub domain_name: Option<String>,
    #[serde(rename = "SubjectAlternativeNameSummaries", skip_serializing_if = "Option::is_none")]
    pub subject_alternative_name_summaries: Option<Vec<String>>,
    #[serde(rename = "HasAdditionalSubjectAlternativeNames", skip_serializing_if = "Option::is_none")]
    pub has_additional_subject_alternative_names: Option<bool>,
    #[serde(rename = "Status", skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    #[serde(rename = "KeyAlgorithm", skip_serializing_if = "Option::is_none")]
    pub key_algorithm: Option<String>,
    #[serde(rename = "KeyUsages", skip_serializing_if = "Option::is_none")]
    pub key_usages: Option<Vec<String>>,
    #[serde(rename = "ExtendedKeyUsages", skip_serializing_if = "Option::is_none")]
    pub extended_key_usages: Option<Vec<String>>,
    #[serde(rename = "ExportOption", skip_serializing_if = "Option::is_none")]
    pub export_option: Option<String>,
    #[serde(rename = "InUse", skip_serializing_if = "Option::is_none")]
    pub in_use: Option<bool>,
    #[serde(rename = "Exported", skip_serializing_if = "Option::is_none")]
    pub exported: Option<bool>,
    #[serde(rename = "RenewalEligibility", skip_serializing_if = "Option::is_none")]
    pub renewal_eligibility: Option<String>,
    #[serde(rename = "NotBefore", skip_serializing_if = "Option::is_none")]
    pub not_before: Option<crate::Moment>,
    #[serde(rename = "NotAfter", skip_serializing_if = "Option::is_none")]
    pub not_after: Option<crate::Moment>,
    #[serde(rename = "CreatedAt", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<crate::Moment>,
    #[serde(rename = "IssuedAt", skip_serializing_if = "Option::is_none")]
    pub issued_at: Option<crate::Moment>,
    #[serde(rename = "ImportedAt", skip_serializing_if = "Option::is_none")]
    pub imported_at: Option<crate::Moment>,
    #[serde(rename = "RevokedAt", skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<crate::Moment>,
    #[serde(rename = "ManagedBy", skip_serializing_if = "Option::is_none")]
    pub managed_by: Option<String>,
    #[serde(rename = "CertificateKeyPairOrigin", skip_serializing_if = "Option::is_none")]
    pub certificate_key_pair_origin: Option<String>,
    #[serde(rename = "CertificateUsage", skip_serializing_if = "Option::is_none")]
    pub certificate_usage: Option<String>,
    #[serde(rename = "RootHierarchyType", skip_serializing_if = "Option::is_none")]
    pub root_hierarchy_type: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CommonNameFilter {
    #[serde(rename = "Value")]
    pub value: String,
    #[serde(rename = "ComparisonOperator")]
    pub comparison_operator: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CustomAttribute {
    #[serde(rename = "ObjectIdentifier", skip_serializing_if = "Option::is_none")]
    pub object_identifier: Option<String>,
    #[serde(rename = "Value", skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeleteCertificateRequest {
    #[serde(rename = "CertificateArn")]
    pub certificate_arn: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DescribeCertificateRequest {
    #[serde(rename = "CertificateArn")]
    pub certificate_arn: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DescribeCertificateResponse {
    #[serde(rename = "Certificate", skip_serializing_if = "Option::is_none")]
    pub certificate: Option<CertificateDetail>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DistinguishedName {
    #[serde(rename = "CommonName", skip_serializing_if = "Option::is_none")]
    pub common_name: Option<String>,
    #[serde(rename = "DomainComponents", skip_serializing_if = "Option::is_none")]
    pub domain_components: Option<Vec<String>>,
    #[serde(rename = "Country", skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    #[serde(rename = "CustomAttributes", skip_serializing_if = "Option::is_none")]
    pub custom_attributes: Option<Vec<CustomAttribute>>,
    #[serde(rename = "DistinguishedNameQualifier", skip_serializing_if = "Option::is_none")]
    pub distinguished_name_qualifier: Option<String>,
    #[serde(rename = "GenerationQualifier", skip_serializing_if = "Option::is_none")]
    pub generation_qualifier: Option<String>,
    #[serde(rename = "GivenName", skip_serializing_if = "Option::is_none")]
    pub given_name: Option<String>,
    #[serde(rename = "Initials", skip_serializing_if = "Option::is_none")]
    pub initials: Option<String>,
    #[serde(rename = "Locality", skip_serializing_if = "Option::is_none")]
    pub locality: Option<String>,
    #[serde(rename = "Organization", skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    #[serde(rename = "OrganizationalUnit", skip_serializing_if = "Option::is_none")]
    pub organizational_unit: Option<String>,
    #[serde(rename = "Pseudonym", skip_serializing_if = "Option::is_none")]
    pub pseudonym: Option<String>,
    #[serde(rename = "SerialNumber", skip_serializing_if = "Option::is_none")]
    pub serial_number: Option<String>,
    #[serde(rename = "State", skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    #[serde(rename = "Surname", skip_serializing_if = "Option::is_none")]
    pub surname: Option<String>,
    #[serde(rename = "Title", skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DnsNameFilter {
    #[serde(rename = "Value")]
    pub value: String,
    #[serde(rename = "ComparisonOperator")]
    pub comparison_operator: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DnsValidationChallenge {
    #[serde(rename = "ResourceRecord", skip_serializing_if = "Option::is_none")]
    pub resource_record: Option<ResourceRecord>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DomainValidation {
    #[serde(rename = "DomainName", skip_serializing_if = "Option::is_none")]
    pub domain_name: Option<String>,
    #[serde(rename = "ValidationEmails", skip_serializing_if = "Option::is_none")]
    pub validation_emails: Option<Vec<String>>,
    #[serde(rename = "ValidationDomain", skip_serializing_if = "Option::is_none")]
    pub validation_domain: Option<String>,
    #[serde(rename = "ValidationStatus", skip_serializing_if = "Option::is_none")]
    pub validation_status: Option<String>,
    #[serde(rename = "ResourceRecord", skip_serializing_if = "Option::is_none")]
    pub resource_record: Option<ResourceRecord>,
    #[serde(rename = "HttpRedirect", skip_serializing_if = "Option::is_none")]
    pub http_redirect: Option<HttpRedirect>,
    #[serde(rename = "ValidationMethod", skip_serializing_if = "Option::is_none")]
    pub validation_method: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DomainValidationMethodUpdateSummary {
    #[serde(rename = "From", skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    #[serde(rename = "To", skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DomainValidationOption {
    #[serde(rename = "DomainName")]
    pub domain_name: String,
    #[serde(rename = "ValidationDomain")]
    pub validation_domain: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DomainValidationSummary {
    #[serde(rename = "DomainName", skip_serializing_if = "Option::is_none")]
    pub domain_name: Option<String>,
    #[serde(rename = "ActiveValidationConfiguration", skip_serializing_if = "Option::is_none")]
    pub active_validation_configuration: Option<ValidationConfiguration>,
    #[serde(rename = "RequestedValidationConfiguration", skip_serializing_if = "Option::is_none")]
    pub requested_validation_configuration: Option<ValidationConfiguration>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct EmailValidationChallenge {
    #[serde(rename = "ValidationEmails", skip_serializing_if = "Option::is_none")]
    pub validation_emails: Option<Vec<String>>,
    #[serde(rename = "ValidationDomain", skip_serializing_if = "Option::is_none")]
    pub validation_domain: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExpiryEventsConfiguration {
    #[serde(rename = "DaysBeforeExpiry", skip_serializing_if = "Option::is_none")]
    pub days_before_expiry: Option<i64>,
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExportCertificateRequest {
    #[serde(rename = "CertificateArn")]
    pub certificate_arn: String,
    #[serde(rename = "Passphrase")]
    pub passphrase: crate::Blob,
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExportCertificateResponse {
    #[serde(rename = "Certificate", skip_serializing_if = "Option::is_none")]
    pub certificate: Option<String>,
    #[serde(rename = "CertificateChain", skip_serializing_if = "Option::is_none")]
    pub certificate_chain: Option<String>,
    #[serde(rename = "PrivateKey", skip_serializing_if = "Option::is_none")]
    pub private_key: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExtendedKeyUsage {
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "OID", skip_serializing_if = "Option::is_none")]
    pub oid: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filters {
    #[serde(rename = "extendedKeyUsage", skip_serializing_if = "Option::is_none")]
    pub extended_key_usage: Option<Vec<String>>,
    #[serde(rename = "keyUsage", skip_serializing_if = "Option::is_none")]
    pub key_usage: Option<Vec<String>>,
    #[serde(rename = "keyTypes", skip_serializing_if = "Option::is_none")]
    pub key_types: Option<Vec<String>>,
    #[serde(rename = "exportOption", skip_serializing_if = "Option::is_none")]
    pub export_option: Option<String>,
    #[serde(rename = "managedBy", skip_serializing_if = "Option::is_none")]
    pub managed_by: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GeneralName {
    #[serde(rename = "DirectoryName", skip_serializing_if = "Option::is_none")]
    pub directory_name: Option<DistinguishedName>,
    #[serde(rename = "DnsName", skip_serializing_if = "Option::is_none")]
    pub dns_name: Option<String>,
    #[serde(rename = "IpAddress", skip_serializing_if = "Option::is_none")]
    pub ip_address: Option<String>,
    #[serde(rename = "OtherName", skip_serializing_if = "Option::is_none")]
    pub other_name: Option<OtherName>,
    #[serde(rename = "RegisteredId", skip_serializing_if = "Option::is_none")]
    pub registered_id: Option<String>,
    #[serde(rename = "Rfc822Name", skip_serializing_if = "Option::is_none")]
    pub rfc822_name: Option<String>,
    #[serde(rename = "UniformResourceIdentifier", skip_serializing_if = "Option::is_none")]
    pub uniform_resource_identifier: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetAccountConfigurationResponse {
    #[serde(rename = "ExpiryEvents", skip_serializing_if = "Option::is_none")]
    pub expiry_events: Option<ExpiryEventsConfiguration>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetCertificateRequest {
    #[serde(rename = "CertificateArn")]
    pub certificate_arn: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GetCertificateResponse {
    #[serde(rename = "Certificate", skip_serializing_if = "Option::is_none")]
    pub certificate: Option<String>,
    #[serde(rename = "CertificateChain", skip_serializing_if = "Option::is_none")]
    pub certificate_chain: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct HttpRedirect {
    #[serde(rename = "RedirectFrom", skip_serializing_if = "Option::is_none")]
    pub redirect_from: Option<String>,
    #[serde(rename = "RedirectTo", skip_serializing_if = "Option::is_none")]
    pub redirect_to: Option<String>,
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ImportCertificateRequest {
    #[serde(rename = "CertificateArn", skip_serializing_if = "Option::is_none")]
    pub certificate_arn: Option<String>,
    #[serde(rename = "Certificate")]
    pub certificate: crate::Blob,
    #[serde(rename = "PrivateKey")]
    pub private_key: crate::Blob,
    #[serde(rename = "CertificateChain", skip_serializing_if = "Option::is_none")]
    pub certificate_chain: Option<crate::Blob>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ImportCertificateResponse {
    #[serde(rename = "CertificateArn", skip_serializing_if = "Option::is_none")]
    pub certificate_arn: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeyUsage {
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListCertificateDomainValidationsRequest {
    #[serde(rename = "CertificateArn")]
    pub certificate_arn: String,
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListCertificateDomainValidationsResponse {
    #[serde(rename = "DomainValidationSummaryList", skip_serializing_if = "Option::is_none")]
    pub domain_validation_summary_list: Option<Vec<DomainValidationSummary>>,
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListCertificatesRequest {
    #[serde(rename = "CertificateStatuses", skip_serializing_if = "Option::is_none")]
    pub certificate_statuses: Option<Vec<String>>,
    #[serde(rename = "CertificateKeyPairOrigins", skip_serializing_if = "Option::is_none")]
    pub certificate_key_pair_origins: Option<Vec<String>>,
    #[serde(rename = "RootHierarchyTypes", skip_serializing_if = "Option::is_none")]
    pub root_hierarchy_types: Option<Vec<String>>,
    #[serde(rename = "Includes", skip_serializing_if = "Option::is_none")]
    pub includes: Option<Filters>,
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
    #[serde(rename = "SortBy", skip_serializing_if = "Option::is_none")]
    pub sort_by: Option<String>,
    #[serde(rename = "SortOrder", skip_serializing_if = "Option::is_none")]
    pub sort_order: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListCertificatesResponse {
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "CertificateSummaryList", skip_serializing_if = "Option::is_none")]
    pub certificate_summary_list: Option<Vec<CertificateSummary>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListTagsForCertificateRequest {
    #[serde(rename = "CertificateArn")]
    pub certificate_arn: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListTagsForCertificateResponse {
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListTagsForResourceRequest {
    #[serde(rename = "ResourceArn")]
    pub resource_arn: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListTagsForResourceResponse {
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct OtherName {
    #[serde(rename = "ObjectIdentifier", skip_serializing_if = "Option::is_none")]
    pub object_identifier: Option<String>,
    #[serde(rename = "Value", skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PutAccountConfigurationRequest {
    #[serde(rename = "ExpiryEvents", skip_serializing_if = "Option::is_none")]
    pub expiry_events: Option<ExpiryEventsConfiguration>,
    #[serde(rename = "IdempotencyToken")]
    pub idempotency_token: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RemoveTagsFromCertificateRequest {
    #[serde(rename = "CertificateArn")]
    pub certificate_arn: String,
    #[serde(rename = "Tags")]
    pub tags: Vec<Tag>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RenewCertificateRequest {
    #[serde(rename = "CertificateArn")]
    pub certificate_arn: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RenewalSummary {
    #[serde(rename = "RenewalStatus", skip_serializing_if = "Option::is_none")]
    pub renewal_status: Option<String>,
    #[serde(rename = "DomainValidationOptions", skip_serializing_if = "Option::is_none")]
    pub domain_validation_options: Option<Vec<DomainValidation>>,
    #[serde(rename = "RenewalStatusReason", skip_serializing_if = "Option::is_none")]
    pub renewal_status_reason: Option<String>,
    #[serde(rename = "UpdatedAt", skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<crate::Moment>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RequestCertificateRequest {
    #[serde(rename = "DomainName")]
    pub domain_name: String,
    #[serde(rename = "ValidationMethod", skip_serializing_if = "Option::is_none")]
    pub validation_method: Option<String>,
    #[serde(rename = "SubjectAlternativeNames", skip_serializing_if = "Option::is_none")]
    pub subject_alternative_names: Option<Vec<String>>,
    #[serde(rename = "IdempotencyToken", skip_serializing_if = "Option::is_none")]
    pub idempotency_token: Option<String>,
    #[serde(rename = "DomainValidationOptions", skip_serializing_if = "Option::is_none")]
    pub domain_validation_options: Option<Vec<DomainValidationOption>>,
    #[serde(rename = "Options", skip_serializing_if = "Option::is_none")]
    pub options: Option<CertificateOptions>,
    #[serde(rename = "CertificateAuthorityArn", skip_serializing_if = "Option::is_none")]
    pub certificate_authority_arn: Option<String>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    #[serde(rename = "KeyAlgorithm", skip_serializing_if = "Option::is_none")]
    pub key_algorithm: Option<String>,
    #[serde(rename = "ManagedBy", skip_serializing_if = "Option::is_none")]
    pub managed_by: Option<String>,
    #[serde(rename = "CertificateUsage", skip_serializing_if = "Option::is_none")]
    pub certificate_usage: Option<String>,
    #[serde(rename = "RootHierarchyType", skip_serializing_if = "Option::is_none")]
    pub root_hierarchy_type: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RequestCertificateResponse {
    #[serde(rename = "CertificateArn", skip_serializing_if = "Option::is_none")]
    pub certificate_arn: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ResendValidationEmailRequest {
    #[serde(rename = "CertificateArn")]
    pub certificate_arn: String,
    #[serde(rename = "Domain")]
    pub domain: String,
    #[serde(rename = "ValidationDomain")]
    pub validation_domain: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ResourceRecord {
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    #[serde(rename = "Value", skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RevokeCertificateRequest {
    #[serde(rename = "CertificateArn")]
    pub certificate_arn: String,
    #[serde(rename = "RevocationReason")]
    pub revocation_reason: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RevokeCertificateResponse {
    #[serde(rename = "CertificateArn", skip_serializing_if = "Option::is_none")]
    pub certificate_arn: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SearchCertificatesRequest {
    #[serde(rename = "FilterStatement", skip_serializing_if = "Option::is_none")]
    pub filter_statement: Option<CertificateFilterStatement>,
    #[serde(rename = "MaxResults", skip_serializing_if = "Option::is_none")]
    pub max_results: Option<i64>,
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "SortBy", skip_serializing_if = "Option::is_none")]
    pub sort_by: Option<String>,
    #[serde(rename = "SortOrder", skip_serializing_if = "Option::is_none")]
    pub sort_order: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SearchCertificatesResponse {
    #[serde(rename = "Results", skip_serializing_if = "Option::is_none")]
    pub results: Option<Vec<CertificateSearchResult>>,
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SubjectAlternativeNameFilter {
    #[serde(rename = "DnsName", skip_serializing_if = "Option::is_none")]
    pub dns_name: Option<DnsNameFilter>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SubjectFilter {
    #[serde(rename = "CommonName", skip_serializing_if = "Option::is_none")]
    pub common_name: Option<CommonNameFilter>,
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
pub struct TagResourceRequest {
    #[serde(rename = "ResourceArn")]
    pub resource_arn: String,
    #[serde(rename = "Tags")]
    pub tags: Vec<Tag>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TimestampRange {
    #[serde(rename = "Start", skip_serializing_if = "Option::is_none")]
    pub start: Option<crate::Moment>,
    #[serde(rename = "End", skip_serializing_if = "Option::is_none")]
    pub end: Option<crate::Moment>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct UntagResourceRequest {
    #[serde(rename = "ResourceArn")]
    pub resource_arn: String,
    #[serde(rename = "TagKeys")]
    pub tag_keys: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct UpdateCertificateOptionsRequest {
    #[serde(rename = "CertificateArn")]
    pub certificate_arn: String,
    #[serde(rename = "Options")]
    pub options: CertificateOptions,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct UpdateSummary {
    #[serde(rename = "Status", skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    #[serde(rename = "DomainValidationMethodUpdateSummary", skip_serializing_if = "Option::is_none")]
    pub domain_validation_method_update_summary: Option<DomainValidationMethodUpdateSummary>,
    #[serde(rename = "RequestedAt", skip_serializing_if = "Option::is_none")]
    pub requested_at: Option<crate::Moment>,
    #[serde(rename = "UpdatedAt", skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<crate::Moment>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ValidationChallenge {
    #[serde(rename = "EmailValidationChallenge", skip_serializing_if = "Option::is_none")]
    pub email_validation_challenge: Option<EmailValidationChallenge>,
    #[serde(rename = "DnsValidationChallenge", skip_serializing_if = "Option::is_none")]
    pub dns_validation_challenge: Option<DnsValidationChallenge>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ValidationConfiguration {
    #[serde(rename = "ValidationMethod", skip_serializing_if = "Option::is_none")]
    pub validation_method: Option<String>,
    #[serde(rename = "ValidationChallenge", skip_serializing_if = "Option::is_none")]
    pub validation_challenge: Option<ValidationChallenge>,
    #[serde(rename = "ValidationStatus", skip_serializing_if = "Option::is_none")]
    pub validation_status: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct X509AttributeFilter {
    #[serde(rename = "Subject", skip_serializing_if = "Option::is_none")]
    pub subject: Option<SubjectFilter>,
    #[serde(rename = "SubjectAlternativeName", skip_serializing_if = "Option::is_none")]
    pub subject_alternative_name: Option<SubjectAlternativeNameFilter>,
    #[serde(rename = "ExtendedKeyUsage", skip_serializing_if = "Option::is_none")]
    pub extended_key_usage: Option<String>,
    #[serde(rename = "KeyUsage", skip_serializing_if = "Option::is_none")]
    pub key_usage: Option<String>,
    #[serde(rename = "KeyAlgorithm", skip_serializing_if = "Option::is_none")]
    pub key_algorithm: Option<String>,
    #[serde(rename = "SerialNumber", skip_serializing_if = "Option::is_none")]
    pub serial_number: Option<String>,
    #[serde(rename = "NotAfter", skip_serializing_if = "Option::is_none")]
    pub not_after: Option<TimestampRange>,
    #[serde(rename = "NotBefore", skip_serializing_if = "Option::is_none")]
    pub not_before: Option<TimestampRange>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct X509Attributes {
    #[serde(rename = "Issuer", skip_serializing_if = "Option::is_none")]
    pub issuer: Option<DistinguishedName>,
    #[serde(rename = "Subject", skip_serializing_if = "Option::is_none")]
    pub subject: Option<DistinguishedName>,
    #[serde(rename = "SubjectAlternativeNames", skip_serializing_if = "Option::is_none")]
    pub subject_alternative_names: Option<Vec<GeneralName>>,
    #[serde(rename = "ExtendedKeyUsages", skip_serializing_if = "Option::is_none")]
    pub extended_key_usages: Option<Vec<String>>,
    #[serde(rename = "KeyAlgorithm", skip_serializing_if = "Option::is_none")]
    pub key_algorithm: Option<String>,
    #[serde(rename = "KeyUsages", skip_serializing_if = "Option::is_none")]
    pub key_usages: Option<Vec<String>>,
    #[serde(rename = "SerialNumber", skip_serializing_if = "Option::is_none")]
    pub serial_number: Option<String>,
    #[serde(rename = "NotAfter", skip_serializing_if = "Option::is_none")]
    pub not_after: Option<crate::Moment>,
    #[serde(rename = "NotBefore", skip_serializing_if = "Option::is_none")]
    pub not_before: Option<crate::Moment>,
}
