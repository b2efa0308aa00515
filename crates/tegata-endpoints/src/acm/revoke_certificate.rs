//! RevokeCertificate.

use tegata_aws::generated::acm::{RevokeCertificateRequest, RevokeCertificateResponse};
use tegata_model::certificate::RevocationReason;
use tegata_operations::certificate::revocation::{Revocation, revoke};
use tegata_operations::{Caller, Error, Instance};

use super::arn;

pub(super) async fn revoke_certificate(
    instance: &Instance,
    caller: &Caller,
    input: RevokeCertificateRequest,
) -> Result<RevokeCertificateResponse, Error> {
    let arn = &input.certificate_arn;
    let id = arn::certificate_of(caller, arn)?;
    // The contract lets its own reasons through alone.
    let reason: RevocationReason =
        input.revocation_reason.parse().map_err(|()| Error::internal("a reason outside the contract"))?;
    match revoke(instance, caller, id, reason).await.map_err(arn::in_acms_words(caller, arn))? {
        Revocation::Revoked { .. } => {
            Ok(RevokeCertificateResponse { certificate_arn: Some(input.certificate_arn) })
        }
        Revocation::InUse { users } => Err(arn::in_use(caller, arn, &users)),
    }
}
