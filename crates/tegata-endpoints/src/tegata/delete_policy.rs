use tegata_aws::generated::tegata::DeletePolicyRequest;
use tegata_operations::access::policy;
use tegata_operations::{Caller, Error, Instance};

/// Deletes a policy document.
pub(super) async fn delete_policy(
    instance: &Instance,
    caller: &Caller,
    input: DeletePolicyRequest,
) -> Result<(), Error> {
    policy::delete(instance, caller, input.name).await
}
