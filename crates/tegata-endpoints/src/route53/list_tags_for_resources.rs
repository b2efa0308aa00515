//! ListTagsForResources.

use tegata_aws::generated::route53::{
    ListTagsForResourcesRequest, ListTagsForResourcesResponse, ResourceTagSet, Tag,
};
use tegata_operations::{Caller, Error, Instance, zone};

use super::id;

pub(super) async fn list_tags_for_resources(
    instance: &Instance,
    caller: &Caller,
    input: ListTagsForResourcesRequest,
) -> Result<ListTagsForResourcesResponse, Error> {
    let ids = input.resource_ids.iter().map(|text| id::tagged(&input.resource_type, text));
    let ids = ids.collect::<Result<Vec<_>, _>>()?;
    let found = zone::list_tags_of_several(instance, caller, ids).await?;
    let sets = found.into_iter().map(|(id, tags)| ResourceTagSet {
        resource_type: Some(input.resource_type.clone()),
        resource_id: Some(id.0),
        tags: Some(tags.into_iter().map(|tag| Tag { key: Some(tag.key), value: tag.value }).collect()),
    });
    Ok(ListTagsForResourcesResponse { resource_tag_sets: Some(sets.collect()) })
}
