//! ListCertificates.

use tegata_aws::Moment;
use tegata_aws::generated::acm::{CertificateSummary, ListCertificatesRequest, ListCertificatesResponse};
use tegata_operations::certificate::{ListCertificates, Listed, Order, list};
use tegata_operations::{Caller, Error, Instance};

use super::{arn, view};

/// How many names a summary shows (ACM API, `CertificateSummary`).
const NAMES_SHOWN: usize = 100;

pub(super) async fn list_certificates(
    instance: &Instance,
    caller: &Caller,
    input: ListCertificatesRequest,
) -> Result<ListCertificatesResponse, Error> {
    let includes = input.includes.unwrap_or_default();
    let ask = ListCertificates {
        statuses: input.certificate_statuses.unwrap_or_default(),
        key_types: includes.key_types.unwrap_or_default(),
        export: includes.export_option,
        key_usages: includes.key_usage.unwrap_or_default(),
        extended_key_usages: includes.extended_key_usage.unwrap_or_default(),
        managed_by: includes.managed_by,
        key_origins: input.certificate_key_pair_origins.unwrap_or_default(),
        root_hierarchies: input.root_hierarchy_types.unwrap_or_default(),
        sort_by: input.sort_by,
        sort_order: input.sort_order.map(|order| match order.as_str() {
            "DESCENDING" => Order::Descending,
            _ => Order::Ascending,
        }),
        limit: input.max_items.and_then(|limit| u32::try_from(limit).ok()),
        token: input.next_token,
    };
    let page = list(instance, caller, ask).await?;
    Ok(ListCertificatesResponse {
        next_token: page.next,
        certificate_summary_list: Some(page.certificates.iter().map(summary).collect()),
    })
}

fn summary(listed: &Listed) -> CertificateSummary {
    let certificate = &listed.certificate;
    let version = certificate.version.as_ref();
    let text = |text: &str| Some(text.to_owned());
    let imported = certificate.imported();
    let names = certificate.dns_names().take(NAMES_SHOWN).map(str::to_owned).collect();
    let extended = certificate.extended_key_usages().into_iter().map(|(name, _)| name.to_owned());
    CertificateSummary {
        certificate_arn: Some(arn::certificate_arn(&certificate.tenant, certificate.id)),
        domain_name: text(certificate.domain_name()),
        subject_alternative_name_summaries: Some(names),
        has_additional_subject_alternative_names: Some(certificate.dns_names().nth(NAMES_SHOWN).is_some()),
        status: text(certificate.status().as_str()),
        r#type: text(certificate.origin().as_str()),
        key_algorithm: Some(view::key_algorithm(certificate)),
        key_usages: Some(certificate.key_usages().into_iter().map(str::to_owned).collect()),
        extended_key_usages: Some(extended.collect()),
        export_option: text(certificate.export.as_str()),
        in_use: Some(listed.usage == tegata_model::certificate::Usage::InUse),
        // AWS leaves it out for what was imported.
        exported: imported.is_none().then_some(certificate.exported.is_some()),
        renewal_eligibility: text(view::renewal_eligibility(certificate, listed.usage)),
        not_before: version.map(|version| Moment(version.not_before)),
        not_after: version.map(|version| Moment(version.not_after)),
        created_at: Some(Moment(certificate.created_at)),
        issued_at: version.filter(|_| imported.is_none()).map(|version| Moment(version.issued_at)),
        imported_at: imported.map(|imported| Moment(imported.at)),
        revoked_at: certificate.revoked.map(|revoked| Moment(revoked.at)),
        managed_by: certificate.managed_by().map(|service| service.as_str().to_owned()),
        certificate_key_pair_origin: text(certificate.key_pair_origin()),
        ..CertificateSummary::default()
    }
}
