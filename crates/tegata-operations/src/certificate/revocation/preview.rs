//! Looking at what a revocation would do.

use tegata_model::CertificateId;
use tegata_model::certificate::revocation::{RevocationRefused, plan_revocation};
use tegata_model::certificate::{Exported, RevocationReason};
use tegata_model::holder::CertificateUser;
use tegata_store::certificates::attachments;
use tegata_store::revocations::{self, Revocable};

use super::revoke::refusal;
use crate::{Caller, Error, Instance};

/// Who and what a revocation would meet.
#[derive(Debug, Clone)]
pub struct Affected {
    /// The versions that would be revoked: those that are valid or may be.
    pub versions: Vec<Revocable>,
    /// The DNS names that would lose them.
    pub names: Vec<String>,
    /// Who serves the certificate here: the service and the last part of the ARN, as attached.
    pub users: Vec<CertificateUser>,
    /// The last time that key and certificate left. Where to is not known here.
    pub exported: Option<Exported>,
    /// Why it would be refused as things are; `None` when it would not.
    pub refusal: Option<String>,
}

/// What revoking a certificate now would do; changes nothing.
///
/// # Errors
/// `no-such-certificate`.
pub async fn preview(
    instance: &Instance,
    caller: &Caller,
    id: CertificateId,
    reason: RevocationReason,
) -> Result<Affected, Error> {
    caller.may("acm:DescribeCertificate")?;
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    instance
        .read(move |tx| {
            let stored = crate::certificate::certificate(tx, &tenant, id)?;
            let certificate = &stored.certificate;
            let mut versions = revocations::versions_on_record(tx, id)?;
            versions.retain(|version| version.not_after >= now);
            let refused: Option<RevocationRefused> =
                plan_revocation(certificate.clone(), reason, stored.usage(), now).err();
            Ok(Affected {
                versions,
                names: certificate.dns_names().map(str::to_owned).collect(),
                users: attachments::users_of(tx, id)?,
                exported: certificate.exported,
                refusal: refused.map(|refused| refusal(refused).message().to_owned()),
            })
        })
        .await
}
