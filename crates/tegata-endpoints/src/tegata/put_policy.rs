use tegata_aws::generated::tegata::{PutPolicyRequest, PutPolicyResponse};
use tegata_operations::access::policy;
use tegata_operations::{Caller, Error, Instance};

/// Puts a policy document.
pub(super) async fn put_policy(
    instance: &Instance,
    caller: &Caller,
    input: PutPolicyRequest,
) -> Result<PutPolicyResponse, Error> {
    let kept = policy::put(instance, caller, input.name, input.text).await?;
    Ok(PutPolicyResponse { name: Some(kept.name.into()), statements: Some(kept.statements.into()) })
}
