//! Target groups: describing, changing and deleting.

use tegata_aws::generated::elbv2::{
    DeleteTargetGroupInput, DeleteTargetGroupOutput, DescribeTargetGroupsInput, DescribeTargetGroupsOutput,
    ModifyTargetGroupInput, ModifyTargetGroupOutput,
};
use tegata_operations::load_balancing::target_group::{ListTargetGroups, delete, list, modify};
use tegata_operations::{Caller, Error, Instance};

use super::health_check::HealthCheckMembers;
use super::refusal::invalid;
use super::{arn, paging, view};

pub(super) async fn describe_target_groups(
    instance: &Instance,
    caller: &Caller,
    input: DescribeTargetGroupsInput,
) -> Result<DescribeTargetGroupsOutput, Error> {
    let arns = input.target_group_arns.unwrap_or_default();
    let names = input.names.unwrap_or_default();
    let marker = input.marker.unwrap_or_default();
    let wanted = match (input.load_balancer_arn, arns.is_empty(), names.is_empty()) {
        (None, true, true) => ListTargetGroups::After(marker),
        (Some(arn), true, true) => {
            ListTargetGroups::OfLoadBalancer(arn::load_balancer(caller, &arn)?, marker)
        }
        (None, false, true) => ListTargetGroups::Ids(
            arns.iter().map(|arn| arn::target_group(caller, arn)).collect::<Result<_, _>>()?,
        ),
        (None, true, false) => ListTargetGroups::Names(names),
        _ => {
            return Err(invalid(
                "Only one of a load balancer ARN, target group ARNs and target group names can be specified at a time",
            ));
        }
    };
    let page = list(instance, caller, wanted, paging::size(input.page_size)).await?;
    Ok(DescribeTargetGroupsOutput {
        target_groups: Some(page.items.iter().map(view::target_group).collect()),
        next_marker: page.next,
    })
}

pub(super) async fn modify_target_group(
    instance: &Instance,
    caller: &Caller,
    input: ModifyTargetGroupInput,
) -> Result<ModifyTargetGroupOutput, Error> {
    let named = arn::target_group(caller, &input.target_group_arn)?;
    let change = HealthCheckMembers {
        enabled: input.health_check_enabled,
        protocol: input.health_check_protocol,
        port: input.health_check_port,
        path: input.health_check_path,
        interval_seconds: input.health_check_interval_seconds,
        timeout_seconds: input.health_check_timeout_seconds,
        healthy_threshold: input.healthy_threshold_count,
        unhealthy_threshold: input.unhealthy_threshold_count,
        matcher: input.matcher,
    }
    .into_change()?;
    let changed = modify(instance, caller, named, change).await?;
    Ok(ModifyTargetGroupOutput { target_groups: Some(vec![view::target_group(&changed)]) })
}

pub(super) async fn delete_target_group(
    instance: &Instance,
    caller: &Caller,
    input: DeleteTargetGroupInput,
) -> Result<DeleteTargetGroupOutput, Error> {
    delete(instance, caller, arn::target_group(caller, &input.target_group_arn)?).await?;
    Ok(DeleteTargetGroupOutput {})
}
