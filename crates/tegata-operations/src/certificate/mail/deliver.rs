//! Handing mails over: what is to be delivered, and what became of it.

use jiff::SignedDuration;
use tegata_model::MailId;
use tegata_model::certificate::VALIDATION_LIMIT;
use tegata_model::event::{Event, EventKind};
use tegata_store::jobs::{self, Claim};
use tegata_store::mails::{self, MailState, StoredMail, body_place};
use zeroize::Zeroizing;

use crate::{Error, Worker};

/// A mail to be handed over.
pub struct ToDeliver {
    /// Which: also its Message-ID, so that a mail handed over twice is seen to be one.
    pub id: MailId,
    /// To whom.
    pub recipient: String,
    /// Its subject.
    pub subject: String,
    /// Its body.
    pub body: Zeroizing<String>,
    /// When it was written.
    pub created_at: jiff::Timestamp,
}

/// What became of an attempt to hand a mail over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// Somebody else has it.
    Sent,
    /// There is no relay to hand it to.
    NoRelay,
    /// It was not tried: the relay does not answer, and is left alone for a while.
    RelayAway {
        /// For how much longer.
        again_in: SignedDuration,
    },
    /// Not now: try again.
    Later {
        /// What was met, in a sentence.
        why: String,
    },
    /// Never.
    Refused {
        /// What was met, in a sentence.
        why: String,
    },
}

/// The mail of a claimed job; `None` when it is gone or was handed over.
///
/// # Errors
/// When the store fails, or the body cannot be unsealed.
pub async fn to_deliver(worker: &Worker, id: MailId) -> Result<Option<ToDeliver>, Error> {
    let found = worker.read(move |tx| Ok::<_, Error>(mails::find_of_any(tx, id)?)).await?;
    let Some(StoredMail { recipient, subject, sealed_body: Some(sealed), created_at, .. }) = found else {
        return Ok(None);
    };
    let opened = worker.sealer.open(&body_place(id), &sealed).map_err(Error::internal)?;
    let body = Zeroizing::new(String::from_utf8_lossy(&opened).into_owned());
    Ok(Some(ToDeliver { id, recipient, subject, body, created_at }))
}

/// Notes what became of it, and ends or puts off the claimed job. A mail that no server takes within 72 hours is given up:
/// its link does not count any more.
///
/// # Errors
/// When the store fails.
pub async fn record_delivery(
    worker: &Worker,
    claim: &Claim,
    id: MailId,
    delivery: Delivery,
) -> Result<(), Error> {
    let (now, trusted) = (worker.clock.now(), worker.clock.trusted_now().ok());
    let claim = claim.clone();
    worker
        .write(move |tx| {
            let Some(mail) = mails::find_of_any(tx, id)? else { return Ok(jobs::complete(tx, &claim)?) };
            let give_up_at = mail.created_at + VALIDATION_LIMIT;
            if let Delivery::RelayAway { again_in } = delivery
                && now < give_up_at
            {
                let why = "the relay does not answer";
                return Ok(jobs::retry(tx, &claim, (now + again_in).min(give_up_at), Some(why))?);
            }
            let no_relay = "the relay did not answer in time".to_owned();
            let (state, why) = match &delivery {
                Delivery::RelayAway { .. } => (MailState::GivenUp, Some(&no_relay)),
                Delivery::Sent => (MailState::Sent, None),
                Delivery::NoRelay => (MailState::Kept, None),
                // While the clock is doubted no mail has waited for too long.
                Delivery::Later { why } if trusted.is_none_or(|now| now < give_up_at) => {
                    (MailState::Waiting, Some(why))
                }
                Delivery::Later { why } | Delivery::Refused { why } => (MailState::GivenUp, Some(why)),
            };
            mails::note(tx, id, state, why.map(String::as_str), now)?;
            if state == MailState::Waiting {
                let then = (now + pause_after(mail.tries)).min(give_up_at.max(now));
                return Ok(jobs::retry(tx, &claim, then, why.map(String::as_str))?);
            }
            if let (MailState::GivenUp, Some(why)) = (state, why) {
                let detail =
                    serde_json::json!({ "Recipient": mail.recipient, "Cause": why, "Mail": id.to_string() });
                let tenant = tegata_store::certificates::find_of_any(tx, mail.certificate)?
                    .map(|stored| stored.certificate.tenant);
                let (kind, subject) = (EventKind::MailGivenUp, mail.certificate.to_string());
                tx.record_event(&Event { at: now, tenant, kind, subject, detail })?;
            }
            Ok(jobs::complete(tx, &claim)?)
        })
        .await
}

/// Half a minute, one, two, up to an hour: greylisting is over after some minutes (RFC 6647 §2.1).
fn pause_after(tries: u32) -> SignedDuration {
    SignedDuration::from_secs(30_i64 << tries.min(7)).min(SignedDuration::from_hours(1))
}
