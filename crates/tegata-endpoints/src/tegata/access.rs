//! Principals, access keys and policies.

use tegata_aws::Moment;
use tegata_aws::generated::tegata::{
    AccessKeyMetadata, CreateAccessKeyRequest, CreateAccessKeyResponse, CreatePrincipalRequest,
    CreatePrincipalResponse, DeleteAccessKeyRequest, DeletePolicyRequest, DeletePrincipalRequest,
    GetPolicyRequest, GetPolicyResponse, ListAccessKeysRequest, ListAccessKeysResponse, ListPoliciesRequest,
    ListPoliciesResponse, ListPrincipalsRequest, ListPrincipalsResponse, PolicySummary, PrincipalSummary,
    PutPolicyRequest, PutPolicyResponse, UpdateAccessKeyRequest,
};
use tegata_operations::access::access_key::KeyState;
use tegata_operations::access::{access_key, policy, principal};
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
fn arn(caller: &Caller, name: &str) -> String {
    tegata_model::arn::principal(caller.account(), &format!("user/{name}"))
}

/// Deletes a principal with its access keys.
pub(super) async fn delete_principal(
    instance: &Instance,
    caller: &Caller,
    input: DeletePrincipalRequest,
) -> Result<(), Error> {
    principal::delete(instance, caller, input.principal).await
}

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

/// Disables an access key, or makes it active again.
pub(super) async fn update_access_key(
    instance: &Instance,
    caller: &Caller,
    input: UpdateAccessKeyRequest,
) -> Result<(), Error> {
    let state = if input.status == "Active" { KeyState::Active } else { KeyState::Inactive };
    access_key::update(instance, caller, input.access_key_id, state).await
}

/// Deletes an access key.
pub(super) async fn delete_access_key(
    instance: &Instance,
    caller: &Caller,
    input: DeleteAccessKeyRequest,
) -> Result<(), Error> {
    access_key::delete(instance, caller, input.access_key_id).await
}

/// Lists a principal's access keys.
pub(super) async fn list_access_keys(
    instance: &Instance,
    caller: &Caller,
    input: ListAccessKeysRequest,
) -> Result<ListAccessKeysResponse, Error> {
    let keys = access_key::list(instance, caller, input.principal).await?;
    let listed = keys.into_iter().map(|key| AccessKeyMetadata {
        access_key_id: Some(key.id),
        status: Some(status(key.state).to_owned()),
        created_at: Some(Moment(key.created_at)),
    });
    Ok(ListAccessKeysResponse { access_keys: Some(listed.collect()) })
}

/// IAM's words.
fn status(state: KeyState) -> &'static str {
    match state {
        KeyState::Active => "Active",
        KeyState::Inactive => "Inactive",
    }
}

/// Puts a policy document.
pub(super) async fn put_policy(
    instance: &Instance,
    caller: &Caller,
    input: PutPolicyRequest,
) -> Result<PutPolicyResponse, Error> {
    let kept = policy::put(instance, caller, input.name, input.text).await?;
    Ok(PutPolicyResponse { name: Some(kept.name.into()), statements: Some(kept.statements.into()) })
}

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

/// Deletes a policy document.
pub(super) async fn delete_policy(
    instance: &Instance,
    caller: &Caller,
    input: DeletePolicyRequest,
) -> Result<(), Error> {
    policy::delete(instance, caller, input.name).await
}
