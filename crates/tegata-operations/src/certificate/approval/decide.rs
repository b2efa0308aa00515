//! Approving or denying by a code.

use tegata_model::certificate::mail::{ClickRefused, approved, denied};
use tegata_model::job::Job;
use tegata_store::approvals::{self, Decision};
use tegata_store::jobs;

use crate::{Error, Instance};

/// What became of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decided {
    /// It counts.
    Taken,
    /// The name was approved before.
    AlreadyApproved,
    /// It comes too late, or the request has ended otherwise.
    Over,
    /// The code is none of ours.
    Unknown,
}

/// Takes a decision. A code is used once: its decision stays, also when it is sent again with another.
///
/// # Errors
/// When the store fails.
pub async fn decide(
    instance: &Instance,
    code: &str,
    context: &str,
    decision: Decision,
) -> Result<Decided, Error> {
    let now = instance.clock.now();
    let (code, context) = (code.to_owned(), context.to_owned());
    instance
        .write(move |tx| {
            let Some((digest, approval, stored)) = super::find(tx, &code, &context)? else {
                return Ok(Decided::Unknown);
            };
            match approval.decision {
                Some(Decision::Approved) => return Ok(Decided::AlreadyApproved),
                Some(Decision::Denied) => return Ok(Decided::Over),
                None if approval.expires_at <= now => return Ok(Decided::Over),
                None => {}
            }
            let certificate = stored.certificate.clone();
            let planned = match decision {
                Decision::Approved => approved(certificate, &approval.name, now),
                Decision::Denied => denied(certificate, &approval.name, stored.usage(), now),
            };
            let progress = match planned {
                Ok(progress) => progress,
                Err(ClickRefused::AlreadyApproved) => return Ok(Decided::AlreadyApproved),
                Err(ClickRefused::Over) => return Ok(Decided::Over),
            };
            approvals::decide(tx, &digest, decision)?;
            crate::certificate::save(tx, &stored, &progress, now)?;
            if progress.certificate.proving().is_none() {
                jobs::cancel(tx, &Job::AskByMail { certificate: approval.certificate })?;
            }
            Ok(Decided::Taken)
        })
        .await
}
