//! AddTags.

use tegata_aws::generated::elbv2::{AddTagsInput, AddTagsOutput};
use tegata_operations::load_balancing::load_balancer;
use tegata_operations::{Caller, Error, Instance};

use super::{arn, wish};

pub(super) async fn add_tags(
    instance: &Instance,
    caller: &Caller,
    input: AddTagsInput,
) -> Result<AddTagsOutput, Error> {
    let things = input.resource_arns.iter().map(|arn| arn::tagged(caller, arn)).collect::<Result<_, _>>()?;
    load_balancer::add_tags::add_tags(instance, caller, things, wish::tags(Some(input.tags))).await?;
    Ok(AddTagsOutput {})
}
