use tegata_aws::generated::tegata::DeleteAccessKeyRequest;
use tegata_operations::access::access_key;
use tegata_operations::{Caller, Error, Instance};

/// Deletes an access key.
pub(super) async fn delete_access_key(
    instance: &Instance,
    caller: &Caller,
    input: DeleteAccessKeyRequest,
) -> Result<(), Error> {
    access_key::delete(instance, caller, input.access_key_id).await
}
