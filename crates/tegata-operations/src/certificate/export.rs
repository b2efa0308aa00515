//! Exporting a certificate with its key, under a passphrase.

use tegata_model::CertificateId;
use tegata_model::certificate::export::{ExportRefused, is_passphrase, plan_export};
use tegata_store::certificates::versions;
use tegata_x509::encrypted_key::{Fresh, ITERATIONS_MIN, encrypt};
use tegata_x509::pem;
use zeroize::Zeroizing;

use crate::reason::CertificateReason;
use crate::{Caller, Error, Instance};

/// What leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// The certificate, in PEM.
    pub leaf_pem: String,
    /// Its chain in PEM: the issuer first, upwards, without the root.
    pub chain_pem: String,
    /// The private key in PEM (`ENCRYPTED PRIVATE KEY`), under the passphrase.
    pub key_pem: String,
}

/// Exports the version that is served. Each export may have another passphrase; none is kept.
///
/// That it leaves is durable before it does. Many exports at once take turns at the processor's cores: stretching a
/// passphrase is meant to cost time, and what else is asked for should not wait for it.
///
/// # Errors
/// `no-such-certificate`, `passphrase`, `not-exportable`; `request-in-progress` while it is pending; `no-certificate`
/// when it has failed, expired or been revoked.
pub async fn export(
    instance: &Instance,
    caller: &Caller,
    id: CertificateId,
    passphrase: Zeroizing<Vec<u8>>,
) -> Result<Export, Error> {
    caller.may("acm:ExportCertificate")?;
    if !is_passphrase(&passphrase) {
        return Err(Error::invalid(
            CertificateReason::Passphrase,
            "The passphrase may contain only ASCII characters, and not #, $ or %. Choose another.",
        ));
    }
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    let (current, sealed) = instance
        .write(move |tx| {
            let stored = super::certificate(tx, &tenant, id)?;
            let progress = plan_export(stored.certificate.clone(), now).map_err(refusal)?;
            super::save(tx, &stored, &progress, now)?;
            versions::current_with_key(tx, id)?
                .ok_or_else(|| Error::internal("an issued certificate without its key"))
        })
        .await?;
    let key = instance.sealer.open(&sealed.place, &sealed.bytes).map_err(Error::internal)?;
    let fresh = Fresh { salt: instance.entropy.bytes(), iv: instance.entropy.bytes() };
    let iterations = instance.settings().export_iterations.max(ITERATIONS_MIN);
    let turn = instance.pbkdf2_permits.acquire().await.map_err(Error::internal)?;
    let encrypted = tokio::task::spawn_blocking(move || encrypt(&key, &passphrase, iterations, &fresh)).await;
    drop(turn);
    Ok(Export {
        leaf_pem: pem::encode_certificate(&current.leaf),
        chain_pem: current.chain_pem,
        key_pem: encrypted.map_err(Error::internal)?.map_err(Error::internal)?,
    })
}

fn refusal(refused: ExportRefused) -> Error {
    match refused {
        ExportRefused::Imported => Error::invalid(
            CertificateReason::NotExportable,
            "Imported certificates cannot be exported. Use the private key that it was imported with.",
        ),
        ExportRefused::KeyNotHeld => Error::invalid(
            CertificateReason::NotExportable,
            "The certificate was requested with a certificate signing request, so Tegata does not have its \
             private key. Get the certificate with GetCertificate.",
        ),
        ExportRefused::NotExportable => Error::invalid(
            CertificateReason::NotExportable,
            "Public certificates can be exported only if they were requested with Options.Export ENABLED, \
             which cannot be changed later. Request a new one with it.",
        ),
        ExportRefused::Pending => Error::conflict(
            CertificateReason::RequestInProgress,
            "The certificate request is in progress: some names are not validated yet. Export it once it is ISSUED.",
        ),
        ExportRefused::NotIssued(status) => Error::invalid(
            CertificateReason::NoCertificate,
            format!("The certificate is {} and cannot be exported. Only ISSUED ones can.", status.as_str()),
        ),
    }
}
