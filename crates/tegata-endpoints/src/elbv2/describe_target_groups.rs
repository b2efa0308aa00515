//! DescribeTargetGroups.

use tegata_aws::generated::elbv2::{DescribeTargetGroupsInput, DescribeTargetGroupsOutput};
use tegata_operations::load_balancing::target_group::list::{Wanted, list};
use tegata_operations::{Caller, Error, Instance};

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
        (None, true, true) => Wanted::After(marker),
        (Some(arn), true, true) => Wanted::OfLoadBalancer(arn::load_balancer(caller, &arn)?, marker),
        (None, false, true) => {
            Wanted::Ids(arns.iter().map(|arn| arn::target_group(caller, arn)).collect::<Result<_, _>>()?)
        }
        (None, true, false) => Wanted::Names(names),
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
