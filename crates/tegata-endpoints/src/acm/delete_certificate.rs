//! DeleteCertificate.

use tegata_aws::generated::acm::DeleteCertificateRequest;
use tegata_operations::certificate::delete::{Deletion, delete};
use tegata_operations::{Caller, Error, Instance};

use super::arn;

/// ACM's words for a certificate in use, and after them who uses it.
pub(super) async fn delete_certificate(
    instance: &Instance,
    caller: &Caller,
    input: DeleteCertificateRequest,
) -> Result<(), Error> {
    let arn = &input.certificate_arn;
    let id = arn::certificate_of(caller, arn)?;
    match delete(instance, caller, id).await.map_err(arn::in_acms_words(caller, arn))? {
        Deletion::Deleted => Ok(()),
        Deletion::InUse { users } => {
            let users = users.iter().map(|user| arn::user_arn(&caller.tenant, user));
            let users = users.collect::<Vec<String>>().join(", ");
            let account = caller.account();
            let message = format!("Certificate {arn} in account {account} is in use. It is used by: {users}");
            Err(Error::conflict("in-use", message))
        }
    }
}
