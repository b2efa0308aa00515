//! ListTagsForResource.

use tegata_aws::generated::route53::{
    ListTagsForResourceRequest, ListTagsForResourceResponse, ResourceTagSet, Tag,
};
use tegata_operations::{Caller, Error, Instance, zone};

use super::id;

pub(super) async fn list_tags_for_resource(
    instance: &Instance,
    caller: &Caller,
    input: ListTagsForResourceRequest,
) -> Result<ListTagsForResourceResponse, Error> {
    let id = id::tagged(&input.resource_type, &input.resource_id)?;
    let tags = zone::list_tags(instance, caller, id).await?;
    let tags = tags.into_iter().map(|tag| Tag { key: Some(tag.key), value: tag.value });
    let resource_tag_set = Some(ResourceTagSet {
        resource_type: Some(input.resource_type),
        resource_id: Some(input.resource_id),
        tags: Some(tags.collect()),
    });
    Ok(ListTagsForResourceResponse { resource_tag_set })
}
