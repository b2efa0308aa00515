//! ACM's operations on tags of any resource. What is there to be tagged are certificates: ACM's other resources are not
//! built, so none of them exists.

use tegata_model::CertificateId;
use tegata_operations::reason::{CertificateReason, Reason};
use tegata_operations::{Caller, Error};

use super::arn;

/// Which certificate of the caller's the ARN of a resource names.
///
/// # Errors
/// `no-such-certificate`, `no-such-resource` for a resource of another kind, `resource-arn` for what is none of ACM's.
pub(super) fn certificate_of(caller: &Caller, resource_arn: &str) -> Result<CertificateId, Error> {
    arn::certificate_of(caller, resource_arn).map_err(|error| {
        if error.reason() != CertificateReason::InvalidArn.into() {
            return error;
        }
        let mut parts = resource_arn.splitn(6, ':').skip(2);
        let (service, resource) = (parts.next(), parts.nth(2).unwrap_or_default());
        if service == Some("acm") && resource.starts_with("acme-") {
            let message = format!("Could not find resource {resource_arn} in account {}.", caller.account());
            Error::not_found(CertificateReason::NoSuchResource, message)
        } else {
            let message = format!(
                "The ResourceArn {resource_arn} is not the ARN of an ACM resource. Pass the ARN of a \
                 certificate."
            );
            Error::invalid(CertificateReason::ResourceArn, message)
        }
    })
}

/// The words of these operations for a refusal of a certificate's tags.
pub(super) fn in_its_words(caller: &Caller, resource_arn: &str) -> impl Fn(Error) -> Error {
    let in_acms_words = arn::in_acms_words(caller, resource_arn);
    move |error| match error.reason() {
        Reason::Certificate(CertificateReason::TooManyTags) => {
            Error::limit_exceeded(CertificateReason::TagQuota, error.message().to_owned())
        }
        _ => in_acms_words(error),
    }
}
