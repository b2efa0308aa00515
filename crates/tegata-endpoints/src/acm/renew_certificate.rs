//! RenewCertificate.

use tegata_aws::generated::acm::RenewCertificateRequest;
use tegata_operations::certificate::ask_for_renewal::ask_for_renewal;
use tegata_operations::{Caller, Error, Instance};

use super::arn;

pub(super) async fn renew_certificate(
    instance: &Instance,
    caller: &Caller,
    input: RenewCertificateRequest,
) -> Result<(), Error> {
    let arn = &input.certificate_arn;
    let id = arn::certificate_of(caller, arn)?;
    let asked = ask_for_renewal(instance, caller, id).await;
    asked.map_err(arn::in_acms_words(caller, arn)).map_err(|error| match error.reason() {
        "never-exported" => {
            let message = format!(
                "Certificate ARN {arn} has not been exported so it is not eligible for the Renew Certificate API."
            );
            Error::invalid("never-exported", message)
        }
        _ => error,
    })
}
