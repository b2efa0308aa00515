//! AddTagsToCertificate.

use tegata_aws::generated::acm::AddTagsToCertificateRequest;
use tegata_operations::certificate::add_tags::add_tags;
use tegata_operations::{Caller, Error, Instance};

use super::{arn, view};

pub(super) async fn add_tags_to_certificate(
    instance: &Instance,
    caller: &Caller,
    input: AddTagsToCertificateRequest,
) -> Result<(), Error> {
    let id = arn::certificate_of(caller, &input.certificate_arn)?;
    let added = add_tags(instance, caller, id, view::tags_of(input.tags)).await;
    added.map_err(arn::in_acms_words(caller, &input.certificate_arn))
}
