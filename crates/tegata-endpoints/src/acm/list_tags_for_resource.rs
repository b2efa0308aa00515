//! ListTagsForResource.

use tegata_aws::generated::acm::{ListTagsForResourceRequest, ListTagsForResourceResponse, Tag};
use tegata_operations::certificate::list_tags::list_tags;
use tegata_operations::{Caller, Error, Instance};

use super::resource;

pub(super) async fn list_tags_for_resource(
    instance: &Instance,
    caller: &Caller,
    input: ListTagsForResourceRequest,
) -> Result<ListTagsForResourceResponse, Error> {
    let id = resource::certificate_of(caller, &input.resource_arn)?;
    let tags = list_tags(instance, caller, id).await;
    let tags = tags.map_err(resource::in_its_words(caller, &input.resource_arn))?;
    let tags = tags.into_iter().map(|tag| Tag { key: Some(tag.key), value: tag.value });
    Ok(ListTagsForResourceResponse { tags: Some(tags.collect()) })
}
