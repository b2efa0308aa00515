//! DescribeLoadBalancers.

use tegata_aws::generated::elbv2::{DescribeLoadBalancersInput, DescribeLoadBalancersOutput};
use tegata_operations::load_balancing::load_balancer::list::{Wanted, list};
use tegata_operations::{Caller, Error, Instance};

use super::refusal::invalid;
use super::{arn, paging, view};

pub(super) async fn describe_load_balancers(
    instance: &Instance,
    caller: &Caller,
    input: DescribeLoadBalancersInput,
) -> Result<DescribeLoadBalancersOutput, Error> {
    let arns = input.load_balancer_arns.unwrap_or_default();
    let names = input.names.unwrap_or_default();
    let wanted = match (arns.is_empty(), names.is_empty()) {
        (true, true) => Wanted::After(input.marker.unwrap_or_default()),
        (false, true) => {
            Wanted::Ids(arns.iter().map(|arn| arn::load_balancer(caller, arn)).collect::<Result<_, _>>()?)
        }
        (true, false) => Wanted::Names(names),
        (false, false) => {
            return Err(invalid(
                "Load balancer names and load balancer ARNs cannot be specified at the same time",
            ));
        }
    };
    let page = list(instance, caller, wanted, paging::size(input.page_size)).await?;
    Ok(DescribeLoadBalancersOutput {
        load_balancers: Some(page.items.iter().map(view::load_balancer).collect()),
        next_marker: page.next,
    })
}
