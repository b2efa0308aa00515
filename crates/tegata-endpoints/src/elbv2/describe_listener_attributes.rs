//! DescribeListenerAttributes.

use tegata_aws::generated::elbv2::{
    DescribeListenerAttributesInput, DescribeListenerAttributesOutput, ListenerAttribute,
};
use tegata_operations::load_balancing::listener::describe_attributes::describe_attributes;
use tegata_operations::{Caller, Error, Instance};

use super::arn;

pub(super) async fn describe_listener_attributes(
    instance: &Instance,
    caller: &Caller,
    input: DescribeListenerAttributesInput,
) -> Result<DescribeListenerAttributesOutput, Error> {
    let shown = describe_attributes(instance, caller, arn::listener(caller, &input.listener_arn)?).await?;
    let attribute =
        |(key, value): (&str, String)| ListenerAttribute { key: Some(key.to_owned()), value: Some(value) };
    Ok(DescribeListenerAttributesOutput { attributes: Some(shown.into_iter().map(attribute).collect()) })
}
