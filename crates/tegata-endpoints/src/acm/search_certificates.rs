//! SearchCertificates.

mod filter;
mod names;

use tegata_aws::Moment;
use tegata_aws::generated::acm::{
    AcmCertificateMetadata, CertificateMetadata, CertificateSearchResult, SearchCertificatesRequest,
    SearchCertificatesResponse, X509Attributes,
};
use tegata_model::certificate::search::Filter;
use tegata_model::certificate::{Renewal, Usage};
use tegata_operations::certificate::{FoundCertificate, Order, Search, SortBy, search, sort_by};
use tegata_operations::{Caller, Error, Instance};

use super::{arn, view};

/// ACM does not say how it sorts by default: as a list does, the oldest first.
pub(super) async fn search_certificates(
    instance: &Instance,
    caller: &Caller,
    input: SearchCertificatesRequest,
) -> Result<SearchCertificatesResponse, Error> {
    let sort_name = input.sort_by.unwrap_or_else(|| "CREATED_AT".to_owned());
    let ask = Search {
        filter: match input.filter_statement {
            Some(statement) => filter::read(caller, statement)?,
            None => Filter::All(Vec::new()),
        },
        // The contract has checked the name.
        sort: sort_by(&sort_name).unwrap_or(SortBy::Creation),
        sort_name,
        order: match input.sort_order.as_deref() {
            Some("DESCENDING") => Order::Descending,
            _ => Order::Ascending,
        },
        limit: input.max_results.and_then(|limit| u32::try_from(limit).ok()),
        token: input.next_token,
    };
    let found = search(instance, caller, ask).await?;
    Ok(SearchCertificatesResponse {
        results: Some(found.certificates.iter().map(result).collect()),
        next_token: found.next,
    })
}

fn result(found: &FoundCertificate) -> CertificateSearchResult {
    CertificateSearchResult {
        certificate_arn: Some(arn::certificate_arn(&found.certificate.tenant, found.certificate.id)),
        x509_attributes: Some(attributes(found)),
        certificate_metadata: Some(CertificateMetadata { acm_certificate_metadata: Some(metadata(found)) }),
    }
}

/// What the certificate says; before there is one, what it will say.
fn attributes(found: &FoundCertificate) -> X509Attributes {
    let certificate = &found.certificate;
    let version = certificate.version.as_ref();
    let extended = certificate.extended_key_usages().into_iter().map(|(name, _)| name.to_owned());
    X509Attributes {
        issuer: found.names.as_ref().map(|names| names::distinguished(&names.issuer)),
        subject: Some(match &found.names {
            Some(names) => names::distinguished(&names.subject),
            None => names::common(certificate.domain_name()),
        }),
        subject_alternative_names: Some(match &found.names {
            Some(names) => names.alternative.iter().map(names::general).collect(),
            None => certificate.dns_names().map(names::dns).collect(),
        }),
        extended_key_usages: Some(extended.collect()),
        key_algorithm: Some(certificate.key_algorithm.as_str().to_owned()),
        key_usages: Some(certificate.key_usages().into_iter().map(str::to_owned).collect()),
        serial_number: version.map(|version| version.serial.colons()),
        not_after: version.map(|version| Moment(version.not_after)),
        not_before: version.map(|version| Moment(version.not_before)),
    }
}

fn metadata(found: &FoundCertificate) -> AcmCertificateMetadata {
    let certificate = &found.certificate;
    let text = |text: &str| Some(text.to_owned());
    let imported = certificate.imported();
    let version = certificate.version.as_ref();
    AcmCertificateMetadata {
        created_at: Some(Moment(certificate.created_at)),
        // As in a list.
        exported: imported.is_none().then_some(certificate.exported.is_some()),
        imported_at: imported.map(|imported| Moment(imported.at)),
        in_use: Some(found.usage == Usage::InUse),
        issued_at: version.filter(|_| imported.is_none()).map(|version| Moment(version.issued_at)),
        renewal_eligibility: text(view::renewal_eligibility(certificate, found.usage)),
        revoked_at: certificate.revoked.map(|revoked| Moment(revoked.at)),
        status: text(certificate.status().as_str()),
        renewal_status: certificate.renewal().map(Renewal::status).and_then(text),
        r#type: text(certificate.origin().as_str()),
        export_option: text(certificate.export.as_str()),
        managed_by: certificate.managed_by().and_then(|service| text(service.as_str())),
        validation_method: certificate.method().and_then(|method| text(method.as_str())),
        certificate_key_pair_origin: text(certificate.key_pair_origin()),
        ..AcmCertificateMetadata::default()
    }
}
