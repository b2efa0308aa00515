use tegata_aws::Moment;
use tegata_aws::generated::tegata::{ListPoliciesRequest, ListPoliciesResponse, PolicySummary};
use tegata_operations::access::policy;
use tegata_operations::{Caller, Error, Instance};

/// Lists policy documents.
pub(super) async fn list_policies(
    instance: &Instance,
    caller: &Caller,
    _: ListPoliciesRequest,
) -> Result<ListPoliciesResponse, Error> {
    let listed = policy::list(instance, caller).await?.into_iter().map(|found| PolicySummary {
        name: Some(found.name.into()),
        statements: Some(found.statements.into()),
        created_at: Some(Moment(found.created_at)),
        changed_at: Some(Moment(found.changed_at)),
    });
    Ok(ListPoliciesResponse { policies: Some(listed.collect()) })
}
