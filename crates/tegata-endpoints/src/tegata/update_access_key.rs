use tegata_aws::generated::tegata::UpdateAccessKeyRequest;
use tegata_operations::access::access_key::{self, KeyState};
use tegata_operations::{Caller, Error, Instance};

/// Disables an access key, or makes it active again.
pub(super) async fn update_access_key(
    instance: &Instance,
    caller: &Caller,
    input: UpdateAccessKeyRequest,
) -> Result<(), Error> {
    let state = if input.status == "Active" { KeyState::Active } else { KeyState::Inactive };
    access_key::update(instance, caller, input.access_key_id, state).await
}
