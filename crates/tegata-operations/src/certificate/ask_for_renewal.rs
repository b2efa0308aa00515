//! Asking for a renewal now.

use tegata_model::CertificateId;
use tegata_model::certificate::renewal::{NotRenewable, ask};

use crate::reason::CertificateReason;
use crate::{Caller, Error, Instance};

/// Begins a renewal of an exported certificate now, however far its end is. It is renewed under the same ARN, and
/// exported again for the new version.
///
/// # Errors
/// `no-such-certificate`, `never-exported`, `not-renewable` for what was imported or is not issued,
/// `request-in-progress` while it is being renewed.
pub async fn ask_for_renewal(instance: &Instance, caller: &Caller, id: CertificateId) -> Result<(), Error> {
    caller.may("acm:RenewCertificate")?;
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    instance
        .write(move |tx| {
            let stored = super::certificate(tx, &tenant, id)?;
            let progress = ask(stored.certificate.clone(), now).map_err(refusal)?;
            super::save(tx, &stored, &progress, now)
        })
        .await
}

fn refusal(refused: NotRenewable) -> Error {
    match refused {
        NotRenewable::NeverExported => Error::invalid(
            CertificateReason::NeverExported,
            "Only exported certificates are renewed on request, and this one was not exported. Certificates \
             that are in use are renewed automatically.",
        ),
        NotRenewable::Imported => Error::invalid(
            CertificateReason::NotRenewable,
            "The certificate was imported. Get a new one from its issuer, and import it with the same \
             CertificateArn.",
        ),
        NotRenewable::NotIssued(status) => Error::invalid(
            CertificateReason::NotRenewable,
            format!("The certificate is {}. Only one that is ISSUED can be renewed.", status.as_str()),
        ),
        NotRenewable::UnderWay => Error::conflict(
            CertificateReason::RequestInProgress,
            "The certificate is being renewed. Its RenewalSummary (DescribeCertificate) shows the progress.",
        ),
    }
}
