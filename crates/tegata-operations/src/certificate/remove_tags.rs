//! Taking tags off a certificate.

use tegata_model::CertificateId;
use tegata_model::tag::{self, Tag};
use tegata_store::certificates;

use crate::{Caller, Error, Instance};

/// Takes tags off: without a value whatever the value, with one only on equality; unknown keys are passed over.
///
/// # Errors
/// `no-such-certificate`, `reserved-tag`.
pub async fn remove_tags(
    instance: &Instance,
    caller: &Caller,
    id: CertificateId,
    tags: Vec<Tag>,
) -> Result<(), Error> {
    caller.may("acm:RemoveTagsFromCertificate")?;
    let tenant = caller.tenant.clone();
    instance
        .write(move |tx| {
            let before = super::certificate(tx, &tenant, id)?;
            let mut after = before.certificate.clone();
            after.tags = tag::remove(&after.tags, &tags).map_err(|refused| super::tags_refused(&refused))?;
            Ok(certificates::save(tx, &before, &after)?)
        })
        .await
}
