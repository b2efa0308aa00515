//! DescribeTargetGroupAttributes.

use tegata_aws::generated::elbv2::{
    DescribeTargetGroupAttributesInput, DescribeTargetGroupAttributesOutput, TargetGroupAttribute,
};
use tegata_operations::load_balancing::target_group::describe_attributes::describe_attributes;
use tegata_operations::{Caller, Error, Instance};

use super::arn;

pub(super) async fn describe_target_group_attributes(
    instance: &Instance,
    caller: &Caller,
    input: DescribeTargetGroupAttributesInput,
) -> Result<DescribeTargetGroupAttributesOutput, Error> {
    let shown =
        describe_attributes(instance, caller, arn::target_group(caller, &input.target_group_arn)?).await?;
    let attribute =
        |(key, value): (&str, String)| TargetGroupAttribute { key: Some(key.to_owned()), value: Some(value) };
    Ok(DescribeTargetGroupAttributesOutput { attributes: Some(shown.into_iter().map(attribute).collect()) })
}
