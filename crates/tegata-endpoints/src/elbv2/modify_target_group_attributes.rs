//! ModifyTargetGroupAttributes.

use tegata_aws::generated::elbv2::{
    ModifyTargetGroupAttributesInput, ModifyTargetGroupAttributesOutput, TargetGroupAttribute,
};
use tegata_operations::load_balancing::target_group::modify_attributes::modify_attributes;
use tegata_operations::{Caller, Error, Instance};

use super::arn;

pub(super) async fn modify_target_group_attributes(
    instance: &Instance,
    caller: &Caller,
    input: ModifyTargetGroupAttributesInput,
) -> Result<ModifyTargetGroupAttributesOutput, Error> {
    let named = arn::target_group(caller, &input.target_group_arn)?;
    let changes = input.attributes.into_iter().map(|set| (set.key.unwrap_or_default(), set.value));
    let shown = modify_attributes(instance, caller, named, changes.collect()).await?;
    let attribute =
        |(key, value): (&str, String)| TargetGroupAttribute { key: Some(key.to_owned()), value: Some(value) };
    Ok(ModifyTargetGroupAttributesOutput { attributes: Some(shown.into_iter().map(attribute).collect()) })
}
