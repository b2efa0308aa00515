//! RequestCertificate.

use tegata_aws::generated::acm::{RequestCertificateRequest, RequestCertificateResponse};
use tegata_model::certificate::request::CertificateRequest;
use tegata_model::certificate::{ExportOption, ManagedBy};
use tegata_operations::certificate::request;
use tegata_operations::reason::InstanceReason;
use tegata_operations::{Caller, Error, Instance};

use super::{arn, view};

/// What Tegata does not build yet is refused rather than left out in silence.
pub(super) async fn request_certificate(
    instance: &Instance,
    caller: &Caller,
    input: RequestCertificateRequest,
) -> Result<RequestCertificateResponse, Error> {
    if input.certificate_authority_arn.is_some() {
        return Err(Error::invalid(
            InstanceReason::NotBuilt,
            "Private certificates are not supported in this release of Tegata. Leave \
             CertificateAuthorityArn out, and Tegata's own authority issues the certificate.",
        ));
    }
    if input.root_hierarchy_type.is_some() || input.certificate_usage.is_some() {
        return Err(Error::invalid(
            InstanceReason::NotBuilt,
            "Amazon N2 certificates are not supported in this release of Tegata. Leave RootHierarchyType \
             and CertificateUsage out, and Tegata's own authority issues the certificate.",
        ));
    }
    let options = input.options.unwrap_or_default();
    let transparency = view::transparency_of(options.certificate_transparency_logging_preference.as_deref());
    let ask = CertificateRequest {
        domain_name: input.domain_name,
        alternative_names: input.subject_alternative_names.unwrap_or_default(),
        key_algorithm: input.key_algorithm,
        method: input.validation_method.as_deref().and_then(view::method_of),
        validation_domains: input
            .domain_validation_options
            .unwrap_or_default()
            .into_iter()
            .map(|option| (option.domain_name, option.validation_domain))
            .collect(),
        export: match options.export.as_deref() {
            Some("ENABLED") => ExportOption::Enabled,
            _ => ExportOption::Disabled,
        },
        transparency: transparency.unwrap_or_default(),
        // The contract has checked that it is the one service there is.
        managed_by: input.managed_by.map(|_| ManagedBy::CloudFront),
        tags: view::tags_of(input.tags.unwrap_or_default()),
    };
    let id = request(instance, caller, ask, input.idempotency_token).await?;
    Ok(RequestCertificateResponse { certificate_arn: Some(arn::certificate_arn(&caller.tenant, id)) })
}
