//! Changing a certificate's options: how its names are proven, and whether it is to be logged.

use tegata_model::CertificateId;
use tegata_model::certificate::method_update::{UpdateRefused, begin};
use tegata_model::certificate::{ExportOption, TransparencyLogging, ValidationMethod};
use tegata_store::certificates;

use super::request::{change_ids, write_records};
use crate::reason::CertificateReason;
use crate::{Caller, Error, Instance};

/// What is to be changed; what is not named stays.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// How the names are to be proven.
    pub method: Option<ValidationMethod>,
    /// Whether it may be exported: fixed at request, so only what it is already is taken.
    pub export: Option<ExportOption>,
    /// Whether it is to be logged: kept and shown, so that a client that compares finds what it asked for.
    pub transparency: Option<TransparencyLogging>,
}

/// Changes options. From mail to DNS it takes up to 72 hours: records are looked for meanwhile, and those whose zone is
/// hosted here are written by themselves.
///
/// # Errors
/// `no-such-certificate`; `no-options` when nothing is named; `export-option` for another export option than it has;
/// `validation-method` for a method that it cannot be changed to; `not-updatable` for what was imported, is not issued,
/// or is not proven by mail; `update-under-way`.
pub async fn update_options(
    instance: &Instance,
    caller: &Caller,
    id: CertificateId,
    options: Options,
) -> Result<(), Error> {
    caller.may("acm:UpdateCertificateOptions")?;
    if options.method.is_none() && options.export.is_none() && options.transparency.is_none() {
        return Err(Error::invalid(
            CertificateReason::NoOptions,
            "Options contains nothing to change. Pass ValidationMethod DNS.",
        ));
    }
    if let Some(method @ (ValidationMethod::Email | ValidationMethod::Http)) = options.method {
        return Err(Error::invalid(
            CertificateReason::ValidationMethod,
            format!(
                "The validation method cannot be changed to {}. Pass ValidationMethod DNS, or request another certificate.",
                method.as_str()
            ),
        ));
    }
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    let names_max = usize::try_from(instance.settings().quotas.names_per_certificate).unwrap_or(usize::MAX);
    let change_ids = change_ids(instance, names_max);
    instance
        .write(move |tx| {
            let stored = super::certificate(tx, &tenant, id)?;
            let mut certificate = stored.certificate.clone();
            if certificate.imported().is_some() {
                return Err(refusal(UpdateRefused::Imported));
            }
            if options.export.is_some_and(|export| export != certificate.export) {
                let message = "Export option for certificates cannot be updated";
                return Err(Error::invalid(CertificateReason::ExportOption, message));
            }
            certificate.transparency = options.transparency.unwrap_or(certificate.transparency);
            if options.method.is_none() {
                return Ok(certificates::save(tx, &stored, &certificate)?);
            }
            let progress = begin(certificate, now).map_err(refusal)?;
            write_records(tx, &tenant.account, &progress.certificate, &change_ids, now)?;
            super::save(tx, &stored, &progress, now)
        })
        .await
}

fn refusal(refused: UpdateRefused) -> Error {
    match refused {
        UpdateRefused::Imported => Error::conflict(
            CertificateReason::NotUpdatable,
            "The UpdateCertificateOptions command is not permitted for imported certificates. Re-import it \
             to replace it.",
        ),
        UpdateRefused::NotByMail(ValidationMethod::Dns) => {
            Error::conflict(CertificateReason::NotUpdatable, "The certificate is validated by DNS already.")
        }
        UpdateRefused::NotByMail(method) => Error::conflict(
            CertificateReason::NotUpdatable,
            format!(
                "The certificate is validated by {}. Only EMAIL can be changed to DNS. Request another \
                 certificate instead.",
                method.as_str()
            ),
        ),
        UpdateRefused::NotIssued(status) => Error::conflict(
            CertificateReason::NotUpdatable,
            format!(
                "The certificate is {}. The validation method can be changed while it is ISSUED.",
                status.as_str()
            ),
        ),
        UpdateRefused::UnderWay => Error::conflict(
            CertificateReason::UpdateUnderWay,
            "The validation method is being changed already. ListCertificateDomainValidations shows the \
             missing records.",
        ),
    }
}
