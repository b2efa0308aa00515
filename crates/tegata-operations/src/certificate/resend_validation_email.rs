//! Asking once more by mail.

use tegata_model::CertificateId;
use tegata_model::access::{Reach, domain_names};
use tegata_model::certificate::mail::{ResendRefused, plan_resend};
use tegata_store::approvals;

use crate::certificate::mail::put_mails;
use crate::reason::CertificateReason;
use crate::{Caller, Error, Instance};

/// How many codes for one name may count at a time: five mailboxes, asked twenty times in 72 hours. More would be
/// somebody's mailboxes flooded through us.
const CODES_MAX: u32 = 5 * 20;

/// Sends the mails for one name again, this once to the mailboxes of `validation_domain`.
///
/// # Errors
/// `no-such-certificate`; `not-by-mail` when no one is being asked; `validation-option` for a name that the
/// certificate has not, or a domain that is not above it; `throttled` when it was asked too often.
pub async fn resend_validation_email(
    instance: &Instance,
    caller: &Caller,
    id: CertificateId,
    name: String,
    validation_domain: String,
) -> Result<(), Error> {
    let names = [&name, &validation_domain].map(|name| (name.as_str(), Reach::Certificate));
    caller.may_with("acm:ResendValidationEmail", &domain_names(names.into_iter()))?;
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    let asking = instance.clone();
    instance
        .write(move |tx| {
            let stored = super::certificate(tx, &tenant, id)?;
            let planned = plan_resend(&stored.certificate, &name, &validation_domain, now);
            let to_ask = planned.map_err(|refused| refusal(&refused, &name, &validation_domain))?;
            if approvals::count(tx, id, to_ask.name.as_str(), now)? >= CODES_MAX {
                return Err(Error::throttled(CertificateReason::Throttled, "Rate exceeded"));
            }
            put_mails(&asking, tx, &stored.certificate, &[to_ask], now)
        })
        .await
}

fn refusal(refused: &ResendRefused, name: &str, domain: &str) -> Error {
    match refused {
        ResendRefused::NotProvenByMail => Error::conflict(
            CertificateReason::NotByMail,
            "The certificate is not waiting for validation by EMAIL: it uses another method, is done, or \
             timed out after 72 hours. Describe it, and request a new one if it timed out.",
        ),
        ResendRefused::NotPending => Error::conflict(
            CertificateReason::NotByMail,
            format!("{name} is not waiting for validation any more. DescribeCertificate shows its status."),
        ),
        ResendRefused::NoSuchName => Error::invalid(
            CertificateReason::ValidationOption,
            format!("Domain {name} is not one of the certificate's names."),
        ),
        ResendRefused::DomainNotAbove => Error::invalid(
            CertificateReason::ValidationOption,
            format!(
                "The ValidationDomain {domain} is not valid for {name}: it must be the name itself or a domain above it."
            ),
        ),
    }
}
