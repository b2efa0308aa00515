//! DescribeTags.

use tegata_aws::generated::elbv2::{DescribeTagsInput, DescribeTagsOutput, TagDescription};
use tegata_operations::load_balancing::load_balancer::list_tags::list_tags;
use tegata_operations::{Caller, Error, Instance};

use super::{arn, view};

pub(super) async fn describe_tags(
    instance: &Instance,
    caller: &Caller,
    input: DescribeTagsInput,
) -> Result<DescribeTagsOutput, Error> {
    let things = input.resource_arns.iter().map(|arn| arn::tagged(caller, arn)).collect::<Result<_, _>>()?;
    let shown = list_tags(instance, caller, things).await?;
    let description = |(thing, tags): &(tegata_operations::load_balancing::load_balancer::Tagged, Vec<_>)| {
        TagDescription { resource_arn: Some(thing.words().to_owned()), tags: Some(view::tags(tags)) }
    };
    Ok(DescribeTagsOutput { tag_descriptions: Some(shown.iter().map(description).collect()) })
}
