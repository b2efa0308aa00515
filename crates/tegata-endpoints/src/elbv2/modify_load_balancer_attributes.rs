//! ModifyLoadBalancerAttributes.

use tegata_aws::generated::elbv2::{
    LoadBalancerAttribute, ModifyLoadBalancerAttributesInput, ModifyLoadBalancerAttributesOutput,
};
use tegata_operations::load_balancing::load_balancer::modify_attributes::modify_attributes;
use tegata_operations::{Caller, Error, Instance};

use super::arn;

pub(super) async fn modify_load_balancer_attributes(
    instance: &Instance,
    caller: &Caller,
    input: ModifyLoadBalancerAttributesInput,
) -> Result<ModifyLoadBalancerAttributesOutput, Error> {
    let named = arn::load_balancer(caller, &input.load_balancer_arn)?;
    let changes = input.attributes.into_iter().map(|set| (set.key.unwrap_or_default(), set.value));
    let shown = modify_attributes(instance, caller, named, changes.collect()).await?;
    let attribute = |(key, value): (&str, String)| LoadBalancerAttribute {
        key: Some(key.to_owned()),
        value: Some(value),
    };
    Ok(ModifyLoadBalancerAttributesOutput { attributes: Some(shown.into_iter().map(attribute).collect()) })
}
