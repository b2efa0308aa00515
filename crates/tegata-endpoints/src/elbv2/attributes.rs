//! Attributes of load balancers, listeners and target groups: a key and a value each.

use tegata_aws::generated::elbv2::{
    DescribeListenerAttributesInput, DescribeListenerAttributesOutput, DescribeLoadBalancerAttributesInput,
    DescribeLoadBalancerAttributesOutput, DescribeTargetGroupAttributesInput,
    DescribeTargetGroupAttributesOutput, ListenerAttribute, LoadBalancerAttribute,
    ModifyListenerAttributesInput, ModifyListenerAttributesOutput, ModifyLoadBalancerAttributesInput,
    ModifyLoadBalancerAttributesOutput, ModifyTargetGroupAttributesInput, ModifyTargetGroupAttributesOutput,
    TargetGroupAttribute,
};
use tegata_operations::load_balancing::{listener, load_balancer, target_group};
use tegata_operations::{Caller, Error, Instance};

use super::arn;

/// Makes the two directions between an attribute's shape and a key with its value; the three shapes differ by name alone.
macro_rules! attribute_shape {
    ($shape:ident, $to_wire:ident, $from_wire:ident) => {
        fn $to_wire(attributes: Vec<(&str, String)>) -> Option<Vec<$shape>> {
            let shape =
                |(key, value): (&str, String)| $shape { key: Some(key.to_owned()), value: Some(value) };
            Some(attributes.into_iter().map(shape).collect())
        }

        fn $from_wire(attributes: Vec<$shape>) -> Vec<(String, Option<String>)> {
            attributes.into_iter().map(|set| (set.key.unwrap_or_default(), set.value)).collect()
        }
    };
}

attribute_shape!(LoadBalancerAttribute, load_balancer_to_wire, load_balancer_from_wire);
attribute_shape!(ListenerAttribute, listener_to_wire, listener_from_wire);
attribute_shape!(TargetGroupAttribute, target_group_to_wire, target_group_from_wire);

pub(super) async fn describe_load_balancer_attributes(
    instance: &Instance,
    caller: &Caller,
    input: DescribeLoadBalancerAttributesInput,
) -> Result<DescribeLoadBalancerAttributesOutput, Error> {
    let named = arn::load_balancer(caller, &input.load_balancer_arn)?;
    let attributes = load_balancer::describe_attributes(instance, caller, named).await?;
    Ok(DescribeLoadBalancerAttributesOutput { attributes: load_balancer_to_wire(attributes) })
}

pub(super) async fn modify_load_balancer_attributes(
    instance: &Instance,
    caller: &Caller,
    input: ModifyLoadBalancerAttributesInput,
) -> Result<ModifyLoadBalancerAttributesOutput, Error> {
    let named = arn::load_balancer(caller, &input.load_balancer_arn)?;
    let changes = load_balancer_from_wire(input.attributes);
    let attributes = load_balancer::modify_attributes(instance, caller, named, changes).await?;
    Ok(ModifyLoadBalancerAttributesOutput { attributes: load_balancer_to_wire(attributes) })
}

pub(super) async fn describe_listener_attributes(
    instance: &Instance,
    caller: &Caller,
    input: DescribeListenerAttributesInput,
) -> Result<DescribeListenerAttributesOutput, Error> {
    let named = arn::listener(caller, &input.listener_arn)?;
    let attributes = listener::describe_attributes(instance, caller, named).await?;
    Ok(DescribeListenerAttributesOutput { attributes: listener_to_wire(attributes) })
}

pub(super) async fn modify_listener_attributes(
    instance: &Instance,
    caller: &Caller,
    input: ModifyListenerAttributesInput,
) -> Result<ModifyListenerAttributesOutput, Error> {
    let named = arn::listener(caller, &input.listener_arn)?;
    let changes = listener_from_wire(input.attributes);
    let attributes = listener::modify_attributes(instance, caller, named, changes).await?;
    Ok(ModifyListenerAttributesOutput { attributes: listener_to_wire(attributes) })
}

pub(super) async fn describe_target_group_attributes(
    instance: &Instance,
    caller: &Caller,
    input: DescribeTargetGroupAttributesInput,
) -> Result<DescribeTargetGroupAttributesOutput, Error> {
    let named = arn::target_group(caller, &input.target_group_arn)?;
    let attributes = target_group::describe_attributes(instance, caller, named).await?;
    Ok(DescribeTargetGroupAttributesOutput { attributes: target_group_to_wire(attributes) })
}

pub(super) async fn modify_target_group_attributes(
    instance: &Instance,
    caller: &Caller,
    input: ModifyTargetGroupAttributesInput,
) -> Result<ModifyTargetGroupAttributesOutput, Error> {
    let named = arn::target_group(caller, &input.target_group_arn)?;
    let changes = target_group_from_wire(input.attributes);
    let attributes = target_group::modify_attributes(instance, caller, named, changes).await?;
    Ok(ModifyTargetGroupAttributesOutput { attributes: target_group_to_wire(attributes) })
}
