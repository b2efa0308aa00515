//! RemoveTags.

use tegata_aws::generated::elbv2::{RemoveTagsInput, RemoveTagsOutput};
use tegata_operations::load_balancing::load_balancer;
use tegata_operations::{Caller, Error, Instance};

use super::arn;

pub(super) async fn remove_tags(
    instance: &Instance,
    caller: &Caller,
    input: RemoveTagsInput,
) -> Result<RemoveTagsOutput, Error> {
    let things = input.resource_arns.iter().map(|arn| arn::tagged(caller, arn)).collect::<Result<_, _>>()?;
    load_balancer::remove_tags::remove_tags(instance, caller, things, input.tag_keys).await?;
    Ok(RemoveTagsOutput {})
}
