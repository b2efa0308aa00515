//! RegisterTargets.

use tegata_aws::generated::elbv2::{RegisterTargetsInput, RegisterTargetsOutput};
use tegata_operations::load_balancing::target_group;
use tegata_operations::{Caller, Error, Instance};

use super::{arn, wish};

pub(super) async fn register_targets(
    instance: &Instance,
    caller: &Caller,
    input: RegisterTargetsInput,
) -> Result<RegisterTargetsOutput, Error> {
    let named = arn::target_group(caller, &input.target_group_arn)?;
    let targets = wish::targets(input.targets)?;
    target_group::register_targets::register_targets(instance, caller, named, targets).await?;
    Ok(RegisterTargetsOutput {})
}
