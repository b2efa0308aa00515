//! RemoveTagsFromCertificate.

use tegata_aws::generated::acm::RemoveTagsFromCertificateRequest;
use tegata_operations::certificate::remove_tags::remove_tags;
use tegata_operations::{Caller, Error, Instance};

use super::{arn, view};

pub(super) async fn remove_tags_from_certificate(
    instance: &Instance,
    caller: &Caller,
    input: RemoveTagsFromCertificateRequest,
) -> Result<(), Error> {
    let id = arn::certificate_of(caller, &input.certificate_arn)?;
    let removed = remove_tags(instance, caller, id, view::tags_of(input.tags)).await;
    removed.map_err(arn::in_acms_words(caller, &input.certificate_arn))
}
