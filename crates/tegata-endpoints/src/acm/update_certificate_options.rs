//! UpdateCertificateOptions.

use tegata_aws::generated::acm::UpdateCertificateOptionsRequest;
use tegata_model::certificate::ExportOption;
use tegata_operations::certificate::update_options::{Options, update_options};
use tegata_operations::{Caller, Error, Instance};

use super::{arn, view};

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
