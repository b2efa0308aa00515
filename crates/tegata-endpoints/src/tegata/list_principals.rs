use tegata_aws::Moment;
use tegata_aws::generated::tegata::{ListPrincipalsRequest, ListPrincipalsResponse, PrincipalSummary};
use tegata_operations::access::principal;
use tegata_operations::{Caller, Error, Instance};

use super::create_principal::arn;

/// Lists principals.
pub(super) async fn list_principals(
    instance: &Instance,
    caller: &Caller,
    _: ListPrincipalsRequest,
) -> Result<ListPrincipalsResponse, Error> {
    let listed = principal::list(instance, caller).await?.into_iter().map(|found| PrincipalSummary {
        arn: Some(arn(caller, found.name.as_str())),
        principal: Some(found.name.into()),
        created_at: Some(Moment(found.created_at)),
    });
    Ok(ListPrincipalsResponse { principals: Some(listed.collect()) })
}
