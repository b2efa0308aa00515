//! DeleteCertificate.

use tegata_aws::generated::acm::DeleteCertificateRequest;
use tegata_operations::certificate::delete::{Deletion, delete};
use tegata_operations::{Caller, Error, Instance};

use super::arn;

pub(super) async fn delete_certificate(
    instance: &Instance,
    caller: &Caller,
    input: DeleteCertificateRequest,
) -> Result<(), Error> {
    let arn = &input.certificate_arn;
    let id = arn::certificate_of(caller, arn)?;
    match delete(instance, caller, id).await.map_err(arn::in_acms_words(caller, arn))? {
        Deletion::Deleted => Ok(()),
        Deletion::InUse { users } => Err(arn::in_use(caller, arn, &users)),
    }
}
