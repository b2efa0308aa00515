//! DescribeLoadBalancerAttributes.

use tegata_aws::generated::elbv2::{
    DescribeLoadBalancerAttributesInput, DescribeLoadBalancerAttributesOutput, LoadBalancerAttribute,
};
use tegata_operations::load_balancing::load_balancer::describe_attributes::describe_attributes;
use tegata_operations::{Caller, Error, Instance};

use super::arn;

pub(super) async fn describe_load_balancer_attributes(
    instance: &Instance,
    caller: &Caller,
    input: DescribeLoadBalancerAttributesInput,
) -> Result<DescribeLoadBalancerAttributesOutput, Error> {
    let shown =
        describe_attributes(instance, caller, arn::load_balancer(caller, &input.load_balancer_arn)?).await?;
    let attribute = |(key, value): (&str, String)| LoadBalancerAttribute {
        key: Some(key.to_owned()),
        value: Some(value),
    };
    Ok(DescribeLoadBalancerAttributesOutput { attributes: Some(shown.into_iter().map(attribute).collect()) })
}
