//! ModifyListenerAttributes.

use tegata_aws::generated::elbv2::{
    ListenerAttribute, ModifyListenerAttributesInput, ModifyListenerAttributesOutput,
};
use tegata_operations::load_balancing::listener::modify_attributes::modify_attributes;
use tegata_operations::{Caller, Error, Instance};

use super::arn;

pub(super) async fn modify_listener_attributes(
    instance: &Instance,
    caller: &Caller,
    input: ModifyListenerAttributesInput,
) -> Result<ModifyListenerAttributesOutput, Error> {
    let named = arn::listener(caller, &input.listener_arn)?;
    let changes = input.attributes.into_iter().map(|set| (set.key.unwrap_or_default(), set.value));
    let shown = modify_attributes(instance, caller, named, changes.collect()).await?;
    let attribute =
        |(key, value): (&str, String)| ListenerAttribute { key: Some(key.to_owned()), value: Some(value) };
    Ok(ModifyListenerAttributesOutput { attributes: Some(shown.into_iter().map(attribute).collect()) })
}
