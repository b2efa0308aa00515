//! Getting a certificate's bytes.

use tegata_model::CertificateId;
use tegata_model::certificate::Status;
use tegata_store::certificates::versions;
use tegata_x509::pem;

use crate::reason::CertificateReason;
use crate::{Caller, Error, Instance};

/// A certificate's public bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificatePem {
    /// The certificate, in PEM.
    pub leaf_pem: String,
    /// Its chain in PEM: the issuer first, upwards, without the root.
    pub chain_pem: String,
}

/// The certificate and its chain as they are served. An expired one is given too: ACM's practice is
/// reported both ways, and who looks at a certificate that has expired wants to see it.
///
/// # Errors
/// `no-such-certificate`; `request-in-progress` while it is pending; `no-certificate` when it failed or timed out
/// and never will be one.
pub async fn get(instance: &Instance, caller: &Caller, id: CertificateId) -> Result<CertificatePem, Error> {
    caller.may("acm:GetCertificate")?;
    let tenant = caller.tenant.clone();
    instance
        .read(move |tx| {
            let stored = super::certificate(tx, &tenant, id)?;
            if let Some(current) = versions::current(tx, id)? {
                let leaf_pem = pem::encode_certificate(&current.leaf);
                return Ok(CertificatePem { leaf_pem, chain_pem: current.chain_pem });
            }
            Err(match stored.certificate.status() {
                Status::Failed | Status::ValidationTimedOut => Error::invalid(
                    CertificateReason::NoCertificate,
                    format!(
                        "The certificate request is {} and has no certificate. DescribeCertificate shows \
                         the reason. Request a new certificate.",
                        stored.certificate.status().as_str()
                    ),
                ),
                Status::PendingValidation | Status::Issued | Status::Expired | Status::Revoked => Error::conflict(
                    CertificateReason::RequestInProgress,
                    "The certificate request is in progress: some names are not validated yet. Try again once it is ISSUED.",
                ),
            })
        })
        .await
}
