//! Showing what a code is for. Changes nothing, however often a mail scanner asks.

use tegata_model::Tenant;
use tegata_model::certificate::mail::{ClickRefused, approved};
use tegata_store::approvals::Decision;

use crate::{Error, Instance};

/// What a code is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The name it decides about.
    pub name: String,
    /// Whose certificate.
    pub tenant: Tenant,
    /// The certificate's ARN.
    pub arn: String,
    /// Whether there is something to decide.
    pub standing: Standing,
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
            let standing = match approval.decision {
                Some(Decision::Approved) => Standing::Approved,
                Some(Decision::Denied) => Standing::Denied,
                None if approval.expires_at <= now => Standing::Over,
                // What an approval would come to, without keeping it.
                None => match approved(certificate, &approval.name, now) {
                    Ok(_) => Standing::Open,
                    Err(ClickRefused::AlreadyApproved) => Standing::Approved,
                    Err(ClickRefused::Over) => Standing::Over,
                },
            };
            let arn = format!("arn:aws:acm:{}:{}:certificate/{id}", tenant.region, tenant.account);
            Ok(Some(Shown { name: approval.name, tenant, arn, standing }))
        })
        .await
}
