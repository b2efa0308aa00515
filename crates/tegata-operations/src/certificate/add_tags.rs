//! Adding tags to a certificate.

use tegata_model::CertificateId;
use tegata_model::tag::{self, Tag};
use tegata_store::certificates;

use crate::{Caller, Error, Instance};

/// Adds tags; a key that is there already takes the new value. Any status will do.
///
/// # Errors
/// `no-such-certificate`, `reserved-tag`, `too-many-tags`.
pub async fn add_tags(
    instance: &Instance,
    caller: &Caller,
    id: CertificateId,
    tags: Vec<Tag>,
) -> Result<(), Error> {
    caller.may("acm:AddTagsToCertificate")?;
    let tenant = caller.tenant.clone();
    instance
        .write(move |tx| {
            let before = super::certificate(tx, &tenant, id)?;
            let mut after = before.certificate.clone();
            after.tags = tag::add(&after.tags, &tags).map_err(|refused| super::tags_refused(&refused))?;
            Ok(certificates::save(tx, &before, &after)?)
        })
        .await
}
