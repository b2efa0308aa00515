//! Finding out who can be asked by mail.

use std::ops::ControlFlow;

use tegata_model::CertificateId;
use tegata_model::certificate::evidence::{LookUp, Question};
use tegata_model::job::Queue;
use tegata_operations::Error;
use tegata_operations::certificate::{ContactsLookedUp, record_contacts, to_ask};
use tegata_store::jobs::Claim;
use tokio::time::Instant;

use super::gather::{LOOK_UPS_WITHIN, gather};
use super::outcome::JobOutcome;
use crate::Effects;
use crate::proving::Reach;

/// Looks up the mail servers of the validation domains and reports them; who is asked is decided by the operation.
///
/// Domains in zones hosted here come first, by themselves.
pub(super) async fn ask_by_mail(
    effects: &Effects,
    claim: &Claim,
    id: CertificateId,
) -> Result<JobOutcome, Error> {
    let worker = &effects.worker;
    let reach = if claim.queue == Queue::ContactsHere { Reach::Here } else { Reach::Anywhere };
    let domains = to_ask(worker, id).await?;
    let looking = domains.into_iter().map(|domain| async move {
        let found = effects.prover.contacts(&domain, reach).await?;
        let look_up = LookUp {
            at: worker.clock.now(),
            question: Question::Contacts,
            sighting: found.sighting,
            found: found.found,
            trace: found.trace,
        };
        Some((domain, look_up))
    });
    let mut looked_up = ContactsLookedUp::default();
    // What is not there in time is looked up by the next run.
    let _ = gather(Instant::now() + LOOK_UPS_WITHIN, looking, |look_up| {
        match look_up {
            Some(look_up) => looked_up.seen.push(look_up),
            None => looked_up.left += 1,
        }
        ControlFlow::Continue(())
    })
    .await;
    record_contacts(worker, claim, id, looked_up).await?;
    Ok(JobOutcome::Settled)
}
