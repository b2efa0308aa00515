//! Showing what a code is for. Changes nothing, however often a mail scanner asks.

use jiff::Timestamp;
use tegata_model::Tenant;
use tegata_model::certificate::mail::{ClickRefused, approved};
use tegata_model::certificate::{Certificate, NameState, Purpose, Status};
use tegata_store::approvals::Decision;

use crate::{Error, Instance};

/// What a code is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The name it decides about.
    pub name: String,
    /// Every name of the certificate, in its order.
    pub names: Vec<String>,
    /// Whose certificate.
    pub tenant: Tenant,
    /// The certificate's ARN.
    pub arn: String,
    /// Which principal asked for it; `None` for certificates from before this was kept.
    pub requested_by: Option<String>,
    /// When it was asked for.
    pub requested_at: Timestamp,
    /// Until when the code counts.
    pub expires_at: Timestamp,
    /// Whether there is something to decide.
    pub standing: Standing,
    /// How far the certificate is.
    pub progress: Progress,
}

/// Whether there is something to decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// There is.
    Open,
    /// The name is approved already.
    Approved,
    /// It was denied with this very code.
    Denied,
    /// The time is over, or the request has ended otherwise.
    Over,
}

/// How far a certificate is that is proven by mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// These names are not approved yet.
    Waiting(Vec<String>),
    /// All of its names are approved, and the authority signs next.
    Issuing,
    /// It was issued, or renewed, at this time.
    Issued(Timestamp),
    /// Nothing comes of it any more.
    Ended,
}

/// What a code is for; `None` when it is none of ours.
///
/// # Errors
/// When the store fails.
pub async fn show(instance: &Instance, code: &str, context: &str) -> Result<Option<Shown>, Error> {
    let now = instance.clock.now();
    let (code, context) = (code.to_owned(), context.to_owned());
    instance
        .read(move |tx| {
            let Some((_, approval, stored)) = super::find(tx, &code, &context)? else { return Ok(None) };
            let certificate = stored.certificate;
            let (tenant, id) = (certificate.tenant.clone(), certificate.id);
            let arn = tegata_model::arn::certificate(&tenant, id);
            let mut shown = Shown {
                names: certificate.names().iter().map(|name| name.name.as_str().to_owned()).collect(),
                tenant,
                arn,
                requested_by: certificate.managed().and_then(|managed| managed.requested_by.clone()),
                requested_at: certificate.created_at,
                expires_at: approval.expires_at,
                standing: Standing::Open,
                progress: progress(&certificate),
                name: approval.name,
            };
            shown.standing = match approval.decision {
                Some(Decision::Approved) => Standing::Approved,
                Some(Decision::Denied) => Standing::Denied,
                None if approval.expires_at <= now => Standing::Over,
                // What an approval would come to, without keeping it.
                None => match approved(certificate, &shown.name, now) {
                    Ok(_) => Standing::Open,
                    Err(ClickRefused::AlreadyApproved) => Standing::Approved,
                    Err(ClickRefused::Over) => Standing::Over,
                },
            };
            Ok(Some(shown))
        })
        .await
}

fn progress(certificate: &Certificate) -> Progress {
    let Some(proving) = certificate.proving() else {
        return match (&certificate.version, certificate.status()) {
            (Some(version), Status::Issued) => Progress::Issued(version.issued_at),
            _ => Progress::Ended,
        };
    };
    let purpose: Purpose = proving.purpose;
    let waiting = certificate.states(purpose).filter(|(_, state)| !matches!(state, NameState::Proven { .. }));
    let waiting: Vec<String> = waiting.map(|(name, _)| name.name.as_str().to_owned()).collect();
    if waiting.is_empty() { Progress::Issuing } else { Progress::Waiting(waiting) }
}
