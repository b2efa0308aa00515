//! What revoking a certificate would do.

use tegata_aws::Moment;
use tegata_aws::generated::tegata::{AffectedVersion, PreviewRevocationRequest, PreviewRevocationResponse};
use tegata_operations::certificate::revocation::preview;
use tegata_operations::{Caller, Error, Instance};

use crate::acm;

/// Tells which versions would be revoked and who would notice; changes nothing.
pub(super) async fn preview_revocation(
    instance: &Instance,
    caller: &Caller,
    input: PreviewRevocationRequest,
) -> Result<PreviewRevocationResponse, Error> {
    let id = acm::certificate_of(caller, &input.certificate_arn)?;
    let reason = input.revocation_reason.as_deref().unwrap_or("UNSPECIFIED").parse();
    let reason = reason.map_err(|()| Error::internal("a reason outside the contract"))?;
    let affected = preview(instance, caller, id, reason).await?;
    let versions = affected.versions.iter().map(|version| AffectedVersion {
        serial: Some(version.serial.colons()),
        not_after: Some(Moment(version.not_after)),
    });
    Ok(PreviewRevocationResponse {
        versions: Some(versions.collect()),
        domain_names: Some(affected.names),
        in_use_by: Some(acm::user_arns(caller, &affected.users)),
        exported_at: affected.exported.map(|exported| Moment(exported.at)),
        refusal: affected.refusal,
        certificate_arn: Some(input.certificate_arn),
    })
}
