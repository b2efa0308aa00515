//! DescribeCertificate.

use tegata_aws::Moment;
use tegata_aws::generated::acm::{
    CertificateDetail, CertificateOptions, DescribeCertificateRequest, DescribeCertificateResponse,
    DomainValidation, DomainValidationMethodUpdateSummary, ExtendedKeyUsage, KeyUsage, RenewalSummary,
    UpdateSummary,
};
use tegata_model::certificate::{
    FailureReason, MethodUpdate, Origin, Purpose, Renewal, Status, Usage, ValidationMethod,
};
use tegata_operations::certificate::{Described, describe};
use tegata_operations::{Caller, Error, Instance};

use super::{arn, view};

pub(super) async fn describe_certificate(
    instance: &Instance,
    caller: &Caller,
    input: DescribeCertificateRequest,
) -> Result<DescribeCertificateResponse, Error> {
    let id = arn::certificate_of(caller, &input.certificate_arn)?;
    let described = describe(instance, caller, id).await;
    let described = described.map_err(arn::in_acms_words(caller, &input.certificate_arn))?;
    let detail = detail(&described, &instance.founding.organisation);
    Ok(DescribeCertificateResponse { certificate: Some(detail) })
}

/// Every member as ACM fills it; `organisation` is the issuer's name while nothing is issued.
fn detail(described: &Described, organisation: &str) -> CertificateDetail {
    let certificate = &described.certificate;
    let version = certificate.version.as_ref();
    let usage = if described.users.is_empty() { Usage::Unused } else { Usage::InUse };
    let users = described.users.iter().map(|user| user.arn(&certificate.tenant));
    let failed = certificate.status() == Status::Failed;
    CertificateDetail {
        certificate_arn: Some(arn::certificate_arn(&certificate.tenant, certificate.id)),
        domain_name: Some(certificate.domain_name().to_owned()),
        subject_alternative_names: Some(certificate.dns_names().map(str::to_owned).collect()),
        domain_validation_options: Some(match certificate.origin() {
            Origin::AmazonIssued => view::validations(certificate, Purpose::FirstIssue),
            // Nothing was proven: the names alone.
            Origin::Imported => {
                let mut names: Vec<&str> = certificate.dns_names().collect();
                if names.is_empty() {
                    names.push(certificate.domain_name());
                }
                let named = |name: &str| DomainValidation {
                    domain_name: Some(name.to_owned()),
                    ..DomainValidation::default()
                };
                names.into_iter().map(named).collect()
            }
        }),
        serial: version.map(|version| version.serial.colons()),
        subject: Some(certificate.imported().map_or_else(
            || format!("CN={}", certificate.domain_name()),
            |imported| imported.subject.clone(),
        )),
        issuer: Some(version.map_or(organisation, |version| &version.issuer).to_owned()),
        created_at: Some(Moment(certificate.created_at)),
        imported_at: certificate.imported().map(|imported| Moment(imported.at)),
        issued_at: version
            .filter(|_| certificate.imported().is_none())
            .map(|version| Moment(version.issued_at)),
        revoked_at: certificate.revoked.map(|revoked| Moment(revoked.at)),
        revocation_reason: certificate.revoked.map(|revoked| revoked.reason.as_str().to_owned()),
        status: Some(certificate.status().as_str().to_owned()),
        not_before: version.map(|version| Moment(version.not_before)),
        not_after: version.map(|version| Moment(version.not_after)),
        key_algorithm: Some(view::key_algorithm(certificate)),
        signature_algorithm: Some(version.map_or_else(
            || certificate.key_algorithm.expected_signature_algorithm().to_owned(),
            |version| version.signature_algorithm.clone(),
        )),
        in_use_by: Some(users.collect()),
        failure_reason: certificate.failure_reason().filter(|_| failed).map(reason),
        r#type: Some(certificate.origin().as_str().to_owned()),
        renewal_summary: certificate.renewal().map(|renewal| RenewalSummary {
            domain_validation_options: Some(view::validations(certificate, Purpose::Renewal)),
            ..summary(renewal)
        }),
        key_usages: Some(
            certificate
                .key_usages()
                .into_iter()
                .map(|name| KeyUsage { name: Some(name.to_owned()) })
                .collect(),
        ),
        extended_key_usages: Some(
            certificate
                .extended_key_usages()
                .into_iter()
                .map(|(name, oid)| ExtendedKeyUsage {
                    name: Some(name.to_owned()),
                    oid: Some(oid.to_owned()).filter(|oid| !oid.is_empty()),
                })
                .collect(),
        ),
        renewal_eligibility: Some(view::renewal_eligibility(certificate, usage).to_owned()),
        options: Some(CertificateOptions {
            certificate_transparency_logging_preference: Some(certificate.transparency.as_str().to_owned()),
            export: Some(certificate.export.as_str().to_owned()),
            validation_method: None,
        }),
        certificate_key_pair_origin: Some(certificate.key_pair_origin().to_owned()),
        update_summary: certificate.method_update().map(update_summary),
        managed_by: certificate.managed_by().map(|service| service.as_str().to_owned()),
        ..CertificateDetail::default()
    }
}

fn update_summary(update: &MethodUpdate) -> UpdateSummary {
    UpdateSummary {
        status: Some(update.status().to_owned()),
        r#type: Some("DOMAIN_VALIDATION_METHOD".to_owned()),
        domain_validation_method_update_summary: Some(DomainValidationMethodUpdateSummary {
            from: Some(ValidationMethod::Email.as_str().to_owned()),
            to: Some(ValidationMethod::Dns.as_str().to_owned()),
        }),
        requested_at: Some(Moment(update.requested_at)),
        updated_at: Some(Moment(update.updated_at)),
    }
}

fn summary(renewal: &Renewal) -> RenewalSummary {
    RenewalSummary {
        renewal_status: Some(renewal.status().to_owned()),
        renewal_status_reason: renewal.reason().map(reason),
        updated_at: Some(Moment(renewal.updated_at)),
        domain_validation_options: None,
    }
}

fn reason(reason: FailureReason) -> String {
    reason.as_str().to_owned()
}
