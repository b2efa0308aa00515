//! DescribeListeners.

use tegata_aws::generated::elbv2::{DescribeListenersInput, DescribeListenersOutput};
use tegata_operations::load_balancing::listener::list::{Wanted, list};
use tegata_operations::{Caller, Error, Instance};

use super::refusal::invalid;
use super::{arn, paging, view};

pub(super) async fn describe_listeners(
    instance: &Instance,
    caller: &Caller,
    input: DescribeListenersInput,
) -> Result<DescribeListenersOutput, Error> {
    let arns = input.listener_arns.unwrap_or_default();
    let wanted = match (input.load_balancer_arn, arns.is_empty()) {
        (Some(arn), true) => Wanted::OfLoadBalancer(
            arn::load_balancer(caller, &arn)?,
            paging::number(input.marker.as_deref())?,
        ),
        (None, false) => {
            Wanted::Ids(arns.iter().map(|arn| arn::listener(caller, arn)).collect::<Result<_, _>>()?)
        }
        _ => return Err(invalid("You must specify either listener ARNs or a load balancer ARN")),
    };
    let page = list(instance, caller, wanted, paging::size(input.page_size)).await?;
    Ok(DescribeListenersOutput {
        listeners: Some(page.items.iter().map(view::listener).collect()),
        next_marker: page.next.map(|port| port.to_string()),
    })
}
