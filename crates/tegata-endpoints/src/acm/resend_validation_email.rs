//! ResendValidationEmail.

use tegata_aws::generated::acm::ResendValidationEmailRequest;
use tegata_operations::certificate::resend_validation_email;
use tegata_operations::{Caller, Error, Instance};

use super::arn;

pub(super) async fn resend_validation_email(
    instance: &Instance,
    caller: &Caller,
    input: ResendValidationEmailRequest,
) -> Result<(), Error> {
    let arn = &input.certificate_arn;
    let id = arn::certificate_of(caller, arn)?;
    let resent = resend_validation_email::resend_validation_email(
        instance,
        caller,
        id,
        input.domain,
        input.validation_domain,
    );
    resent.await.map_err(arn::in_acms_words(caller, arn))
}
