//! ChangeTagsForResource.

use tegata_aws::generated::route53::{ChangeTagsForResourceRequest, ChangeTagsForResourceResponse};
use tegata_model::tag::Tag;
use tegata_operations::{Caller, Error, Instance, zone};

use super::id;

pub(super) async fn change_tags_for_resource(
    instance: &Instance,
    caller: &Caller,
    input: ChangeTagsForResourceRequest,
) -> Result<ChangeTagsForResourceResponse, Error> {
    let id = id::tagged(&input.resource_type, &input.resource_id)?;
    let tags = input.add_tags.unwrap_or_default().into_iter();
    let tags = tags.map(|tag| Tag { key: tag.key.unwrap_or_default(), value: tag.value }).collect();
    zone::change_tags(instance, caller, id, tags, input.remove_tag_keys.unwrap_or_default()).await?;
    Ok(ChangeTagsForResourceResponse {})
}
