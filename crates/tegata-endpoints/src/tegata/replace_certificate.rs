//! Replacing a certificate wherever it is attached.

use tegata_aws::generated::tegata::{ReplaceCertificateRequest, ReplacementResponse};
use tegata_model::certificate::ValidationMethod;
use tegata_operations::certificate::replacement::{Changes, begin};
use tegata_operations::{Caller, Error, Instance};

use super::replacement::response;
use crate::acm;

pub(super) async fn replace_certificate(
    instance: &Instance,
    caller: &Caller,
    input: ReplaceCertificateRequest,
) -> Result<ReplacementResponse, Error> {
    let id = acm::certificate_of(caller, &input.certificate_arn)?;
    let changes = Changes {
        names: input.domain_names.unwrap_or_default(),
        key_algorithm: input.key_algorithm,
        // The contract has checked that it is one of the two.
        method: input.validation_method.map(|method| match method.as_str() {
            "EMAIL" => ValidationMethod::Email,
            _ => ValidationMethod::Dns,
        }),
    };
    let begun = begin(instance, caller, id, changes, input.keep_old.unwrap_or(false)).await?;
    Ok(response(&begun))
}
