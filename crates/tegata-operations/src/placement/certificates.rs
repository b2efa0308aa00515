//! Certificates as placements know them.

use tegata_model::certificate::{Certificate, Source};
use tegata_model::placement::CertificateSource;
use tegata_model::placement::known::KnownCertificate;
use tegata_model::{CertificateId, Tenant, arn};
use tegata_store::{ReadTx, StoreError, certificates};

/// A certificate of a tenant's.
pub(super) fn find(
    tx: &mut ReadTx<'_>,
    tenant: &Tenant,
    id: CertificateId,
) -> Result<Option<KnownCertificate>, StoreError> {
    Ok(certificates::find(tx, tenant, id)?.map(|stored| known(&stored.certificate)))
}

/// The certificate that an ARN names, if it is one of the account's.
pub(super) fn find_by_arn(
    tx: &mut ReadTx<'_>,
    account: &str,
    text: &str,
) -> Result<Option<KnownCertificate>, StoreError> {
    let parsed = arn::Arn::parse(text).filter(|arn| arn.service == "acm" && arn.account == account);
    let found = parsed.and_then(|arn| {
        let id = arn.resource.strip_prefix("certificate/")?.parse().ok()?;
        let tenant = Tenant { account: arn.account.parse().ok()?, region: arn.region.parse().ok()? };
        Some((tenant, id))
    });
    found.map_or(Ok(None), |(tenant, id)| find(tx, &tenant, id))
}

fn known(certificate: &Certificate) -> KnownCertificate {
    KnownCertificate {
        id: certificate.id,
        arn: arn::certificate(&certificate.tenant, certificate.id),
        source: match certificate.source {
            Source::Managed(_) => CertificateSource::Own,
            Source::Imported(_) => CertificateSource::Imported,
        },
        region: certificate.tenant.region.as_str().to_owned(),
        names: certificate.dns_names().map(str::to_owned).collect(),
        status: certificate.status(),
        not_before: certificate.version.as_ref().map(|version| version.not_before),
        not_after: certificate.version.as_ref().map(|version| version.not_after),
        fingerprint: None,
    }
}
