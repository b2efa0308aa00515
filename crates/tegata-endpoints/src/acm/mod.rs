//! ACM's API: certificates.

mod account;
mod arn;
mod certificates;
mod describe_certificate;
mod export_certificate;
mod import_certificate;
mod list_certificate_domain_validations;
mod list_certificates;
mod refusal;
mod request_certificate;
mod resource;
mod search_certificates;
mod tags;
mod view;

#[cfg(test)]
mod tests;

use crate::dispatch::dispatch;

pub use arn::certificate_arn;
pub(crate) use arn::{certificate_of, user_arns};
pub(crate) use refusal::code;
#[cfg(test)]
pub(crate) use refusal::of_certificate;

dispatch! {
    "AddTagsToCertificate" => tags::add_tags_to_certificate,
    "DeleteCertificate" => certificates::delete_certificate,
    "DescribeCertificate" => describe_certificate,
    "ExportCertificate" => export_certificate,
    "GetAccountConfiguration" => account::get_account_configuration,
    "GetCertificate" => certificates::get_certificate,
    "ImportCertificate" => import_certificate,
    "ListCertificateDomainValidations" => list_certificate_domain_validations,
    "ListCertificates" => list_certificates,
    "ListTagsForCertificate" => tags::list_tags_for_certificate,
    "ListTagsForResource" => tags::list_tags_for_resource,
    "PutAccountConfiguration" => account::put_account_configuration,
    "RemoveTagsFromCertificate" => tags::remove_tags_from_certificate,
    "RenewCertificate" => certificates::renew_certificate,
    "RequestCertificate" => request_certificate,
    "ResendValidationEmail" => certificates::resend_validation_email,
    "RevokeCertificate" => certificates::revoke_certificate,
    "SearchCertificates" => search_certificates,
    "TagResource" => tags::tag_resource,
    "UntagResource" => tags::untag_resource,
    "UpdateCertificateOptions" => certificates::update_certificate_options,
}
