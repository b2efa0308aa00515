//! Listing a certificate's tags.

use tegata_model::CertificateId;
use tegata_model::tag::Tag;

use crate::{Caller, Error, Instance};

/// The tags, in the order in which their keys were first added.
///
/// # Errors
/// `no-such-certificate`.
pub async fn list_tags(instance: &Instance, caller: &Caller, id: CertificateId) -> Result<Vec<Tag>, Error> {
    caller.may("acm:ListTagsForCertificate")?;
    let tenant = caller.tenant.clone();
    instance.read(move |tx| Ok(super::certificate(tx, &tenant, id)?.certificate.tags)).await
}
