//! Tags of certificates, by ACM's older operations and by those that take any resource.

use tegata_aws::generated::acm::{
    self as wire, AddTagsToCertificateRequest, ListTagsForCertificateRequest, ListTagsForCertificateResponse,
    ListTagsForResourceRequest, ListTagsForResourceResponse, RemoveTagsFromCertificateRequest,
    TagResourceRequest, UntagResourceRequest,
};
use tegata_model::tag::Tag;
use tegata_operations::certificate::{add_tags, list_tags, remove_tags};
use tegata_operations::{Caller, Error, Instance};

use super::{arn, resource, view};

pub(super) async fn add_tags_to_certificate(
    instance: &Instance,
    caller: &Caller,
    input: AddTagsToCertificateRequest,
) -> Result<(), Error> {
    let id = arn::certificate_of(caller, &input.certificate_arn)?;
    let added = add_tags(instance, caller, id, view::tags_of(input.tags)).await;
    added.map_err(arn::in_acms_words(caller, &input.certificate_arn))
}

pub(super) async fn remove_tags_from_certificate(
    instance: &Instance,
    caller: &Caller,
    input: RemoveTagsFromCertificateRequest,
) -> Result<(), Error> {
    let id = arn::certificate_of(caller, &input.certificate_arn)?;
    let removed = remove_tags(instance, caller, id, view::tags_of(input.tags)).await;
    removed.map_err(arn::in_acms_words(caller, &input.certificate_arn))
}

pub(super) async fn list_tags_for_certificate(
    instance: &Instance,
    caller: &Caller,
    input: ListTagsForCertificateRequest,
) -> Result<ListTagsForCertificateResponse, Error> {
    let id = arn::certificate_of(caller, &input.certificate_arn)?;
    let tags = list_tags(instance, caller, id).await;
    let tags = tags.map_err(arn::in_acms_words(caller, &input.certificate_arn))?;
    let tags = tags.into_iter().map(|tag| wire::Tag { key: Some(tag.key), value: tag.value });
    Ok(ListTagsForCertificateResponse { tags: Some(tags.collect()) })
}

pub(super) async fn tag_resource(
    instance: &Instance,
    caller: &Caller,
    input: TagResourceRequest,
) -> Result<(), Error> {
    let id = resource::certificate_of(caller, &input.resource_arn)?;
    let added = add_tags(instance, caller, id, view::tags_of(input.tags)).await;
    added.map_err(resource::in_its_words(caller, &input.resource_arn))
}

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

pub(super) async fn list_tags_for_resource(
    instance: &Instance,
    caller: &Caller,
    input: ListTagsForResourceRequest,
) -> Result<ListTagsForResourceResponse, Error> {
    let id = resource::certificate_of(caller, &input.resource_arn)?;
    let tags = list_tags(instance, caller, id).await;
    let tags = tags.map_err(resource::in_its_words(caller, &input.resource_arn))?;
    let tags = tags.into_iter().map(|tag| wire::Tag { key: Some(tag.key), value: tag.value });
    Ok(ListTagsForResourceResponse { tags: Some(tags.collect()) })
}
