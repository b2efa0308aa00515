use tegata_aws::generated::tegata::DeletePrincipalRequest;
use tegata_operations::access::principal;
use tegata_operations::{Caller, Error, Instance};

/// Deletes a principal with its access keys.
pub(super) async fn delete_principal(
    instance: &Instance,
    caller: &Caller,
    input: DeletePrincipalRequest,
) -> Result<(), Error> {
    principal::delete(instance, caller, input.principal).await
}
