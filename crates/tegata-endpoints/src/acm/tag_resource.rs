//! TagResource.

use tegata_aws::generated::acm::TagResourceRequest;
use tegata_operations::certificate::add_tags::add_tags;
use tegata_operations::{Caller, Error, Instance};

use super::{resource, view};

pub(super) async fn tag_resource(
    instance: &Instance,
    caller: &Caller,
    input: TagResourceRequest,
) -> Result<(), Error> {
    let id = resource::certificate_of(caller, &input.resource_arn)?;
    let added = add_tags(instance, caller, id, view::tags_of(input.tags)).await;
    added.map_err(resource::in_its_words(caller, &input.resource_arn))
}
