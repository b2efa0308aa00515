//! Operations on one certificate that only name it and call.

use tegata_aws::generated::acm::{
    DeleteCertificateRequest, GetCertificateRequest, GetCertificateResponse, RenewCertificateRequest,
    ResendValidationEmailRequest, RevokeCertificateRequest, RevokeCertificateResponse,
    UpdateCertificateOptionsRequest,
};
use tegata_model::certificate::{ExportOption, RevocationReason};
use tegata_operations::certificate;
use tegata_operations::certificate::revocation::{Revocation, revoke};
use tegata_operations::certificate::{Deletion, Options, delete, update_options};
use tegata_operations::certificate::{ask_for_renewal, get};
use tegata_operations::reason::{CertificateReason, Reason};
use tegata_operations::{Caller, Error, Instance};

use super::{arn, view};

pub(super) async fn get_certificate(
    instance: &Instance,
    caller: &Caller,
    input: GetCertificateRequest,
) -> Result<GetCertificateResponse, Error> {
    let id = arn::certificate_of(caller, &input.certificate_arn)?;
    let got = get(instance, caller, id).await.map_err(arn::in_acms_words(caller, &input.certificate_arn))?;
    // What signed itself came without a chain: ACM gives the certificate in its place, and clients count on one.
    let chain = if got.chain_pem.is_empty() { got.leaf_pem.clone() } else { got.chain_pem };
    Ok(GetCertificateResponse { certificate: Some(got.leaf_pem), certificate_chain: Some(chain) })
}

pub(super) async fn delete_certificate(
    instance: &Instance,
    caller: &Caller,
    input: DeleteCertificateRequest,
) -> Result<(), Error> {
    let arn = &input.certificate_arn;
    let id = arn::certificate_of(caller, arn)?;
    match delete(instance, caller, id).await.map_err(arn::in_acms_words(caller, arn))? {
        Deletion::Deleted => Ok(()),
        Deletion::InUse { users } => Err(arn::in_use(caller, arn, &users)),
    }
}

pub(super) async fn renew_certificate(
    instance: &Instance,
    caller: &Caller,
    input: RenewCertificateRequest,
) -> Result<(), Error> {
    let arn = &input.certificate_arn;
    let id = arn::certificate_of(caller, arn)?;
    let asked = ask_for_renewal(instance, caller, id).await;
    asked.map_err(arn::in_acms_words(caller, arn)).map_err(|error| match error.reason() {
        Reason::Certificate(CertificateReason::NeverExported) => {
            let message = format!(
                "Certificate ARN {arn} has not been exported so it is not eligible for the Renew Certificate API."
            );
            Error::invalid(CertificateReason::NeverExported, message)
        }
        _ => error,
    })
}

pub(super) async fn revoke_certificate(
    instance: &Instance,
    caller: &Caller,
    input: RevokeCertificateRequest,
) -> Result<RevokeCertificateResponse, Error> {
    let arn = &input.certificate_arn;
    let id = arn::certificate_of(caller, arn)?;
    // The contract lets its own reasons through alone.
    let reason: RevocationReason =
        input.revocation_reason.parse().map_err(|()| Error::internal("a reason outside the contract"))?;
    match revoke(instance, caller, id, reason).await.map_err(arn::in_acms_words(caller, arn))? {
        Revocation::Revoked { .. } => {
            Ok(RevokeCertificateResponse { certificate_arn: Some(input.certificate_arn) })
        }
        Revocation::InUse { users } => Err(arn::in_use(caller, arn, &users)),
    }
}

pub(super) async fn resend_validation_email(
    instance: &Instance,
    caller: &Caller,
    input: ResendValidationEmailRequest,
) -> Result<(), Error> {
    let arn = &input.certificate_arn;
    let id = arn::certificate_of(caller, arn)?;
    let resent =
        certificate::resend_validation_email(instance, caller, id, input.domain, input.validation_domain);
    resent.await.map_err(arn::in_acms_words(caller, arn))
}

pub(super) async fn update_certificate_options(
    instance: &Instance,
    caller: &Caller,
    input: UpdateCertificateOptionsRequest,
) -> Result<(), Error> {
    let arn = &input.certificate_arn;
    let id = arn::certificate_of(caller, arn)?;
    let options = Options {
        method: input.options.validation_method.as_deref().and_then(view::method_of),
        export: input.options.export.as_deref().map(|export| match export {
            "ENABLED" => ExportOption::Enabled,
            _ => ExportOption::Disabled,
        }),
        transparency: view::transparency_of(
            input.options.certificate_transparency_logging_preference.as_deref(),
        ),
    };
    update_options(instance, caller, id, options).await.map_err(arn::in_acms_words(caller, arn))
}
