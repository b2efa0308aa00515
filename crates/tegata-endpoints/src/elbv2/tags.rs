//! Tags of load balancers, target groups, listeners and rules.

use tegata_aws::generated::elbv2::{
    AddTagsInput, AddTagsOutput, DescribeTagsInput, DescribeTagsOutput, RemoveTagsInput, RemoveTagsOutput,
    TagDescription,
};
use tegata_operations::load_balancing::load_balancer::{
    Tagged, add_tags as add, list_tags, remove_tags as remove,
};
use tegata_operations::{Caller, Error, Instance};

use super::{arn, from_wire, view};

pub(super) async fn add_tags(
    instance: &Instance,
    caller: &Caller,
    input: AddTagsInput,
) -> Result<AddTagsOutput, Error> {
    let things = input.resource_arns.iter().map(|arn| arn::tagged(caller, arn)).collect::<Result<_, _>>()?;
    add(instance, caller, things, from_wire::tags(Some(input.tags))).await?;
    Ok(AddTagsOutput {})
}

pub(super) async fn remove_tags(
    instance: &Instance,
    caller: &Caller,
    input: RemoveTagsInput,
) -> Result<RemoveTagsOutput, Error> {
    let things = input.resource_arns.iter().map(|arn| arn::tagged(caller, arn)).collect::<Result<_, _>>()?;
    remove(instance, caller, things, input.tag_keys).await?;
    Ok(RemoveTagsOutput {})
}

pub(super) async fn describe_tags(
    instance: &Instance,
    caller: &Caller,
    input: DescribeTagsInput,
) -> Result<DescribeTagsOutput, Error> {
    let things = input.resource_arns.iter().map(|arn| arn::tagged(caller, arn)).collect::<Result<_, _>>()?;
    let shown = list_tags(instance, caller, things).await?;
    let description = |(thing, tags): &(Tagged, Vec<_>)| TagDescription {
        resource_arn: Some(thing.words().to_owned()),
        tags: Some(view::tags(tags)),
    };
    Ok(DescribeTagsOutput { tag_descriptions: Some(shown.iter().map(description).collect()) })
}
