//! Handing mails over.

use tegata_model::MailId;
use tegata_operations::Error;
use tegata_operations::certificate::mail::{Delivery, record_delivery, to_deliver};
use tegata_store::jobs::Claim;

use super::outcome::JobOutcome;
use crate::Effects;

/// Hands a mail to the relay, or says that there is none. One that was taken when we crashed is handed over twice, under
/// one Message-ID.
pub(super) async fn send_mail(effects: &Effects, claim: &Claim, id: MailId) -> Result<JobOutcome, Error> {
    let worker = &effects.worker;
    let Some(mail) = to_deliver(worker, id).await? else { return Ok(JobOutcome::Nothing) };
    let delivery = match &effects.relay {
        Some(relay) => relay.send(&mail).await,
        None => Delivery::NoRelay,
    };
    record_delivery(worker, claim, id, delivery).await?;
    Ok(JobOutcome::Settled)
}
