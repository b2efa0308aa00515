//! DeregisterTargets.

use tegata_aws::generated::elbv2::{DeregisterTargetsInput, DeregisterTargetsOutput};
use tegata_operations::load_balancing::target_group;
use tegata_operations::{Caller, Error, Instance};

use super::{arn, wish};

pub(super) async fn deregister_targets(
    instance: &Instance,
    caller: &Caller,
    input: DeregisterTargetsInput,
) -> Result<DeregisterTargetsOutput, Error> {
    let named = arn::target_group(caller, &input.target_group_arn)?;
    let targets = wish::targets(input.targets)?;
    target_group::deregister_targets::deregister_targets(instance, caller, named, targets).await?;
    Ok(DeregisterTargetsOutput {})
}
