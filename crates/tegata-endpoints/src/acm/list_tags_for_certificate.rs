//! ListTagsForCertificate.

use tegata_aws::generated::acm::{ListTagsForCertificateRequest, ListTagsForCertificateResponse, Tag};
use tegata_operations::certificate::list_tags::list_tags;
use tegata_operations::{Caller, Error, Instance};

use super::arn;

pub(super) async fn list_tags_for_certificate(
    instance: &Instance,
    caller: &Caller,
    input: ListTagsForCertificateRequest,
) -> Result<ListTagsForCertificateResponse, Error> {
    let id = arn::certificate_of(caller, &input.certificate_arn)?;
    let tags = list_tags(instance, caller, id).await;
    let tags = tags.map_err(arn::in_acms_words(caller, &input.certificate_arn))?;
    let tags = tags.into_iter().map(|tag| Tag { key: Some(tag.key), value: tag.value });
    Ok(ListTagsForCertificateResponse { tags: Some(tags.collect()) })
}
