//! Listing how a certificate's names are proven.

use tegata_model::CertificateId;
use tegata_model::certificate::{Certificate, Purpose};

use crate::reason::CertificateReason;
use crate::{Caller, Error, Instance, page_token};

/// A page of a certificate's names.
#[derive(Debug, Clone)]
pub struct DomainValidations {
    /// The certificate.
    pub certificate: Certificate,
    /// Which of its names are on this page, by their place.
    pub names: std::ops::Range<usize>,
    /// What the proofs that count now are for.
    pub purpose: Purpose,
    /// Where to go on, if there is more.
    pub next: Option<String>,
}

/// How many names a page has at most, and by default.
const LIMIT_MAX: usize = 1000;

/// A certificate's names, `limit` of them, from where `token` says. An imported certificate has none: nothing was proven.
///
/// # Errors
/// `no-such-certificate`; `next-token` for a token that was not given for this certificate.
pub async fn list_domain_validations(
    instance: &Instance,
    caller: &Caller,
    id: CertificateId,
    limit: Option<u32>,
    token: Option<String>,
) -> Result<DomainValidations, Error> {
    caller.may("acm:ListCertificateDomainValidations")?;
    let list: [&[u8]; 2] = [b"domain-validations", id.0.as_bytes()];
    let from = match token {
        None => 0,
        Some(token) => page_token::open(instance, caller, &list, &token)
            .and_then(|place| Some(u32::from_be_bytes(place.try_into().ok()?)))
            .and_then(|place| usize::try_from(place).ok())
            .ok_or_else(|| {
                Error::invalid(
                    CertificateReason::NextToken,
                    "The NextToken is not valid for this certificate. Start again without it.",
                )
            })?,
    };
    let tenant = caller.tenant.clone();
    let stored = instance.read(move |tx| super::certificate(tx, &tenant, id)).await?;
    let certificate = stored.certificate;
    let limit = limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(LIMIT_MAX).min(LIMIT_MAX);
    let until = from.saturating_add(limit).min(certificate.names().len());
    let next = (until < certificate.names().len())
        .then(|| u32::try_from(until).unwrap_or(u32::MAX).to_be_bytes())
        .map(|place| page_token::seal(instance, caller, &list, &place));
    let purpose = certificate.proving().map_or(Purpose::FirstIssue, |proving| proving.purpose);
    Ok(DomainValidations { names: from.min(until)..until, purpose, certificate, next })
}
