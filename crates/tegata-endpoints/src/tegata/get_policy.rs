use tegata_aws::Moment;
use tegata_aws::generated::tegata::{GetPolicyRequest, GetPolicyResponse};
use tegata_operations::access::policy;
use tegata_operations::{Caller, Error, Instance};

/// Shows a policy document.
pub(super) async fn get_policy(
    instance: &Instance,
    caller: &Caller,
    input: GetPolicyRequest,
) -> Result<GetPolicyResponse, Error> {
    let found = policy::show(instance, caller, input.name).await?;
    Ok(GetPolicyResponse {
        name: Some(found.name.into()),
        text: Some(found.text),
        statements: Some(found.statements.into()),
        created_at: Some(Moment(found.created_at)),
        changed_at: Some(Moment(found.changed_at)),
    })
}
