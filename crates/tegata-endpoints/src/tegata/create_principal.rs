use tegata_aws::Moment;
use tegata_aws::generated::tegata::{CreatePrincipalRequest, CreatePrincipalResponse};
use tegata_operations::access::principal;
use tegata_operations::{Caller, Error, Instance};

/// Makes a principal.
pub(super) async fn create_principal(
    instance: &Instance,
    caller: &Caller,
    input: CreatePrincipalRequest,
) -> Result<CreatePrincipalResponse, Error> {
    let made = principal::create(instance, caller, input.principal).await?;
    Ok(CreatePrincipalResponse {
        arn: Some(arn(caller, made.name.as_str())),
        principal: Some(made.name.into()),
        created_at: Some(Moment(made.created_at)),
    })
}

/// As IAM writes a user's.
pub(super) fn arn(caller: &Caller, name: &str) -> String {
    format!("arn:aws:iam::{}:user/{name}", caller.account())
}
