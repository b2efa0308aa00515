use tegata_aws::Moment;
use tegata_aws::generated::tegata::{AccessKeyMetadata, ListAccessKeysRequest, ListAccessKeysResponse};
use tegata_operations::access::access_key::{self, KeyState};
use tegata_operations::{Caller, Error, Instance};

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
