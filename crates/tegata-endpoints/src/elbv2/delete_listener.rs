//! DeleteListener.

use tegata_aws::generated::elbv2::{DeleteListenerInput, DeleteListenerOutput};
use tegata_operations::load_balancing::listener::delete::delete;
use tegata_operations::{Caller, Error, Instance};

use super::arn;

pub(super) async fn delete_listener(
    instance: &Instance,
    caller: &Caller,
    input: DeleteListenerInput,
) -> Result<DeleteListenerOutput, Error> {
    delete(instance, caller, arn::listener(caller, &input.listener_arn)?).await?;
    Ok(DeleteListenerOutput {})
}
