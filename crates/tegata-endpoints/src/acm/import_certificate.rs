//! ImportCertificate.

use tegata_aws::generated::acm::{ImportCertificateRequest, ImportCertificateResponse};
use tegata_operations::certificate::{PemBundle, import, reimport};
use tegata_operations::reason::{CertificateReason, Reason};
use tegata_operations::{Caller, Error, Instance};
use zeroize::Zeroizing;

use super::{arn, view};

/// With an ARN another certificate takes the place of the one there is; the answer names the same ARN.
pub(super) async fn import_certificate(
    instance: &Instance,
    caller: &Caller,
    input: ImportCertificateRequest,
) -> Result<ImportCertificateResponse, Error> {
    let import_fixture = PemBundle {
        certificate: input.certificate.0,
        private_key: Zeroizing::new(input.private_key.0),
        chain: input.certificate_chain.map(|chain| chain.0),
    };
    let certificate_arn = match input.certificate_arn {
        None => {
            let tags = view::tags_of(input.tags.unwrap_or_default());
            arn::certificate_arn(&caller.tenant, import(instance, caller, import_fixture, tags).await?)
        }
        Some(_) if input.tags.is_some() => {
            return Err(Error::invalid(CertificateReason::Import, "Tagging is not permitted on re-import."));
        }
        Some(arn) => {
            let replaced = async {
                reimport(instance, caller, arn::certificate_of(caller, &arn)?, import_fixture).await
            };
            replaced.await.map_err(|error| match error.reason() {
                // Here ACM names no account.
                Reason::Certificate(CertificateReason::NoSuchCertificate) => Error::not_found(
                    CertificateReason::NoSuchCertificate,
                    format!("Could not find certificate {arn}."),
                ),
                _ => error,
            })?;
            arn
        }
    };
    Ok(ImportCertificateResponse { certificate_arn: Some(certificate_arn) })
}
