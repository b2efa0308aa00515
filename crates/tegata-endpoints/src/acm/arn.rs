//! ARNs of certificates and of what uses them, and ACM's words for those that name nothing.

use tegata_model::arn::{self, Arn};
use tegata_model::holder::CertificateUser;
use tegata_model::{CertificateId, Tenant};
use tegata_operations::reason::{CertificateReason, Reason};
use tegata_operations::{Caller, Error};

/// The ARN of a certificate.
#[must_use]
pub fn certificate_arn(tenant: &Tenant, id: CertificateId) -> String {
    arn::certificate(tenant, id)
}

/// The ARNs of what uses a certificate of the caller's.
pub(crate) fn user_arns(caller: &Caller, users: &[CertificateUser]) -> Vec<String> {
    users.iter().map(|user| user.arn(&caller.tenant)).collect()
}

/// ACM's words for a certificate in use, and after them who uses it.
pub(super) fn in_use(caller: &Caller, arn: &str, users: &[CertificateUser]) -> Error {
    let (account, users) = (caller.account(), user_arns(caller, users).join(", "));
    let message = format!("Certificate {arn} in account {account} is in use. It is used by: {users}");
    Error::conflict(CertificateReason::InUse, message)
}

/// Which certificate of the caller an ARN names. The contract has checked its form.
///
/// Another account, another region and an unknown identifier read the same, as with ACM: no caller learns what
/// others have. What is no certificate's ARN at all is `invalid-arn`; ACM documents no trigger for that.
///
/// # Errors
/// `no-such-certificate`, `invalid-arn`.
pub(crate) fn certificate_of(caller: &Caller, arn: &str) -> Result<CertificateId, Error> {
    let parsed = Arn::parse(arn).filter(|arn| arn.service == "acm");
    let named = parsed.and_then(|arn| Some((arn, arn.resource.strip_prefix("certificate/")?)));
    let (parsed, identifier) = named.ok_or_else(|| {
        Error::invalid(
            CertificateReason::InvalidArn,
            format!("The ARN {arn} is not the ARN of a certificate."),
        )
    })?;
    let own = parsed.region == caller.region().as_str() && parsed.account == caller.account().as_str();
    let id = identifier.parse().ok().filter(|_| own);
    id.ok_or_else(|| no_such_certificate(caller, arn))
}

/// ACM's words for a certificate that is not there.
fn no_such_certificate(caller: &Caller, arn: &str) -> Error {
    let message = format!("Could not find certificate {arn} in account {}.", caller.account());
    Error::not_found(CertificateReason::NoSuchCertificate, message)
}

/// Names the certificate by its ARN in a refusal that knows it by its identifier alone.
pub(super) fn in_acms_words(caller: &Caller, arn: &str) -> impl Fn(Error) -> Error {
    move |error| match error.reason() {
        Reason::Certificate(CertificateReason::NoSuchCertificate) => no_such_certificate(caller, arn),
        _ => error,
    }
}
