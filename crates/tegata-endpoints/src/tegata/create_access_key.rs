use tegata_aws::generated::tegata::{CreateAccessKeyRequest, CreateAccessKeyResponse};
use tegata_operations::access::access_key;
use tegata_operations::{Caller, Error, Instance};

/// Makes an access key; the only answer that ever tells its secret.
pub(super) async fn create_access_key(
    instance: &Instance,
    caller: &Caller,
    input: CreateAccessKeyRequest,
) -> Result<CreateAccessKeyResponse, Error> {
    let made = access_key::create(instance, caller, input.principal.clone()).await?;
    Ok(CreateAccessKeyResponse {
        principal: Some(input.principal),
        access_key_id: Some(made.id),
        secret_access_key: Some(made.secret.as_str().into()),
    })
}
