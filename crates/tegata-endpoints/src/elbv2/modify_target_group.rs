//! ModifyTargetGroup.

use tegata_aws::generated::elbv2::{ModifyTargetGroupInput, ModifyTargetGroupOutput};
use tegata_model::load_balancing::target_group::HealthCheckChange;
use tegata_operations::load_balancing::target_group::modify::modify;
use tegata_operations::{Caller, Error, Instance};

use super::{arn, view, wish};

pub(super) async fn modify_target_group(
    instance: &Instance,
    caller: &Caller,
    input: ModifyTargetGroupInput,
) -> Result<ModifyTargetGroupOutput, Error> {
    let named = arn::target_group(caller, &input.target_group_arn)?;
    let change = HealthCheckChange {
        enabled: input.health_check_enabled,
        protocol: wish::target_protocol(input.health_check_protocol.as_deref())?,
        port: input.health_check_port,
        path: input.health_check_path,
        interval_seconds: wish::number("Interval", input.health_check_interval_seconds)?,
        timeout_seconds: wish::number("Timeout", input.health_check_timeout_seconds)?,
        healthy_threshold: wish::number("Threshold", input.healthy_threshold_count)?,
        unhealthy_threshold: wish::number("Threshold", input.unhealthy_threshold_count)?,
        matcher: wish::matcher(input.matcher)?,
    };
    let changed = modify(instance, caller, named, change).await?;
    Ok(ModifyTargetGroupOutput { target_groups: Some(vec![view::target_group(&changed)]) })
}
