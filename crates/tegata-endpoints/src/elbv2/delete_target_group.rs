//! DeleteTargetGroup.

use tegata_aws::generated::elbv2::{DeleteTargetGroupInput, DeleteTargetGroupOutput};
use tegata_operations::load_balancing::target_group::delete::delete;
use tegata_operations::{Caller, Error, Instance};

use super::arn;

pub(super) async fn delete_target_group(
    instance: &Instance,
    caller: &Caller,
    input: DeleteTargetGroupInput,
) -> Result<DeleteTargetGroupOutput, Error> {
    delete(instance, caller, arn::target_group(caller, &input.target_group_arn)?).await?;
    Ok(DeleteTargetGroupOutput {})
}
