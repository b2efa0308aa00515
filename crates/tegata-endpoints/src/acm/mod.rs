//! ACM's API: certificates.

mod arn;
mod refusal;
mod resource;
mod view;

mod add_tags_to_certificate;
mod delete_certificate;
mod describe_certificate;
mod export_certificate;
mod get_account_configuration;
mod get_certificate;
mod import_certificate;
mod list_certificate_domain_validations;
mod list_certificates;
mod list_tags_for_certificate;
mod list_tags_for_resource;
mod put_account_configuration;
mod remove_tags_from_certificate;
mod renew_certificate;
mod request_certificate;
mod resend_validation_email;
mod revoke_certificate;
mod search_certificates;
mod tag_resource;
mod untag_resource;
mod update_certificate_options;

#[cfg(test)]
mod tests;

use crate::dispatch::dispatch;

pub use arn::certificate_arn;
pub(crate) use arn::{certificate_of, user_arns};
pub(crate) use refusal::code;

dispatch! {
    Json;
    "AddTagsToCertificate" => add_tags_to_certificate,
    "DeleteCertificate" => delete_certificate,
    "DescribeCertificate" => describe_certificate,
    "ExportCertificate" => export_certificate,
    "GetAccountConfiguration" => get_account_configuration,
    "GetCertificate" => get_certificate,
    "ImportCertificate" => import_certificate,
    "ListCertificateDomainValidations" => list_certificate_domain_validations,
    "ListCertificates" => list_certificates,
    "ListTagsForCertificate" => list_tags_for_certificate,
    "ListTagsForResource" => list_tags_for_resource,
    "PutAccountConfiguration" => put_account_configuration,
    "RemoveTagsFromCertificate" => remove_tags_from_certificate,
    "RenewCertificate" => renew_certificate,
    "RequestCertificate" => request_certificate,
    "ResendValidationEmail" => resend_validation_email,
    "RevokeCertificate" => revoke_certificate,
    "SearchCertificates" => search_certificates,
    "TagResource" => tag_resource,
    "UntagResource" => untag_resource,
    "UpdateCertificateOptions" => update_certificate_options,
}
