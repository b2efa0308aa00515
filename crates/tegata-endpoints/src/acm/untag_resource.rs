//! UntagResource.

use tegata_aws::generated::acm::UntagResourceRequest;
use tegata_model::tag::Tag;
use tegata_operations::certificate::remove_tags::remove_tags;
use tegata_operations::{Caller, Error, Instance};

use super::resource;

/// Tags go by their keys, whatever their values.
pub(super) async fn untag_resource(
    instance: &Instance,
    caller: &Caller,
    input: UntagResourceRequest,
) -> Result<(), Error> {
    let id = resource::certificate_of(caller, &input.resource_arn)?;
    let tags = input.tag_keys.into_iter().map(|key| Tag { key, value: None }).collect();
    let removed = remove_tags(instance, caller, id, tags).await;
    removed.map_err(resource::in_its_words(caller, &input.resource_arn))
}
