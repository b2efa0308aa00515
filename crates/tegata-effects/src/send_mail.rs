//! Handing mails over.

use tegata_model::MailId;
use tegata_operations::Error;
use tegata_operations::certificate::mail::{Delivery, record_delivery, to_deliver};
use tegata_store::jobs::Claim;

use crate::Effects;
use crate::runner::Ended;

/// Hands a mail to the relay, or says that there is none. One that was taken when we crashed is handed over twice, under
/// one Message-ID.
pub(crate) async fn send_mail(effects: &Effects, claim: &Claim, id: MailId) -> Result<Ended, Error> {
    let instance = &effects.instance;
    let Some(mail) = to_deliver(instance, id).await? else { return Ok(Ended::NothingToDo) };
    let delivery = match &effects.relay {
        Some(relay) => relay.send(&mail).await,
        None => Delivery::NoRelay,
    };
    record_delivery(instance, claim, id, delivery).await?;
    Ok(Ended::Settled)
}
