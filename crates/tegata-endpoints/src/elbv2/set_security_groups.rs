//! SetSecurityGroups.

use tegata_aws::generated::elbv2::{SetSecurityGroupsInput, SetSecurityGroupsOutput};
use tegata_operations::load_balancing::load_balancer;
use tegata_operations::{Caller, Error, Instance};

use super::arn;

pub(super) async fn set_security_groups(
    instance: &Instance,
    caller: &Caller,
    input: SetSecurityGroupsInput,
) -> Result<SetSecurityGroupsOutput, Error> {
    let named = arn::load_balancer(caller, &input.load_balancer_arn)?;
    let groups = input.security_groups;
    let changed =
        load_balancer::set_security_groups::set_security_groups(instance, caller, named, groups).await?;
    Ok(SetSecurityGroupsOutput {
        security_group_ids: Some(changed.settings.security_groups),
        ..SetSecurityGroupsOutput::default()
    })
}
