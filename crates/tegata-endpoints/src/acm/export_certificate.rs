//! ExportCertificate.

use tegata_aws::generated::acm::{ExportCertificateRequest, ExportCertificateResponse};
use tegata_operations::certificate::export;
use tegata_operations::reason::{CertificateReason, Reason};
use tegata_operations::{Caller, Error, Instance};
use zeroize::Zeroizing;

use super::arn;

pub(super) async fn export_certificate(
    instance: &Instance,
    caller: &Caller,
    input: ExportCertificateRequest,
) -> Result<ExportCertificateResponse, Error> {
    let arn = &input.certificate_arn;
    let id = arn::certificate_of(caller, arn)?;
    let exported = export(instance, caller, id, Zeroizing::new(input.passphrase.0)).await;
    let exported =
        exported.map_err(arn::in_acms_words(caller, arn)).map_err(|error| match error.reason() {
            // ACM's words are from before public certificates could be exported; ours stand behind them.
            Reason::Certificate(CertificateReason::NotExportable) => {
                let why = error.message();
                let message = format!("Certificate ARN: {arn} is not a private certificate. {why}");
                Error::invalid(CertificateReason::NotExportable, message)
            }
            _ => error,
        })?;
    Ok(ExportCertificateResponse {
        certificate: Some(exported.leaf_pem),
        certificate_chain: Some(exported.chain_pem),
        private_key: Some(exported.key_pem),
    })
}
