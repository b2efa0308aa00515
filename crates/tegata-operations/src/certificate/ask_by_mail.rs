//! Asking by mail: who is to be asked, and what follows from who can be reached.

use tegata_model::CertificateId;
use tegata_model::certificate::evidence::{LookUp, Question};
use tegata_model::certificate::fail;
use tegata_model::certificate::mail::{ContactsSeen, contacts_seen, domains_to_ask};
use tegata_model::job::Queue;
use tegata_store::certificates;
use tegata_store::jobs::{self, Claim};

use super::record_proof::AGAIN_WHILE_DOUBTED;
use crate::certificate::mail::put_mails;
use crate::{Error, Worker};

/// How soon a validation domain that could not be looked up is looked up again.
const AGAIN_IN: jiff::SignedDuration = jiff::SignedDuration::from_secs(30);

/// The validation domains whose mail is to be looked up; none when everybody was asked.
///
/// # Errors
/// When the store fails.
pub async fn to_ask(worker: &Worker, id: CertificateId) -> Result<Vec<String>, Error> {
    let stored = worker.read(move |tx| certificates::find_of_any(tx, id)).await?;
    let certificate = stored.map(|stored| stored.certificate);
    let domains = certificate.iter().flat_map(domains_to_ask).map(str::to_owned).collect();
    Ok(domains)
}

/// What one run of look-ups showed of validation domains.
#[derive(Debug, Clone, Default)]
pub struct ContactsLookedUp {
    /// The look-ups, by domain.
    pub seen: Vec<(String, LookUp)>,
    /// How many domains are to be looked up on the Internet and were not, since this run asked only zones hosted here.
    pub left: usize,
}

/// Takes what was seen of the validation domains: keeps the mails to those that can be reached, fails the certificate
/// if there is one without mail, and puts the claimed job off to whatever is to be done next.
///
/// # Errors
/// When the store fails; then the lease runs out and the job is done again.
pub async fn record_contacts(
    worker: &Worker,
    claim: &Claim,
    id: CertificateId,
    looked_up: ContactsLookedUp,
) -> Result<(), Error> {
    let (now, trusted) = (worker.clock.now(), worker.clock.trusted_now().ok());
    let ContactsLookedUp { seen, left } = looked_up;
    let (claim, asking) = (claim.clone(), worker.clone());
    worker
        .write(move |tx| {
            let Some(stored) = certificates::find_of_any(tx, id)? else {
                return Ok(jobs::complete(tx, &claim)?);
            };
            let contacts: Vec<ContactsSeen> = seen
                .iter()
                .filter(|(_, look_up)| look_up.question == Question::Contacts)
                .map(|(domain, look_up)| ContactsSeen {
                    domain: domain.clone(),
                    sighting: look_up.sighting.clone(),
                })
                .collect();
            for (domain, look_up) in &seen {
                // Evidence is kept by base name: that of each name which is proven by this domain.
                let of_domain = stored
                    .certificate
                    .names()
                    .iter()
                    .filter(|name| name.mail.as_ref().is_some_and(|mail| mail.domain == *domain));
                for name in of_domain {
                    super::record_proof::add_evidence(tx, id, name.name.base(), look_up.clone())?;
                }
            }
            let Ok(planned) = contacts_seen(stored.certificate.clone(), &contacts, stored.usage(), now)
            else {
                return Ok(jobs::complete(tx, &claim)?);
            };
            let mut progress = planned.progress;
            let over =
                trusted.and_then(|now| fail::timed_out(progress.certificate.clone(), stored.usage(), now));
            if let Some(over) = over {
                progress.events.extend(over.events);
                progress.certificate = over.certificate;
                super::save(tx, &stored, &progress, now)?;
                return Ok(jobs::complete(tx, &claim)?);
            }
            super::save(tx, &stored, &progress, now)?;
            put_mails(&asking, tx, &progress.certificate, &planned.to_ask, now)?;
            match progress.certificate.proving() {
                None => jobs::complete(tx, &claim)?,
                // Once everybody was asked, only the end of the time is left to be looked at.
                Some(proving) if domains_to_ask(&progress.certificate).is_empty() => {
                    let then = match trusted {
                        Some(_) => proving.until,
                        None => now + AGAIN_WHILE_DOUBTED,
                    };
                    jobs::retry(tx, &claim, then, None)?;
                }
                Some(_) if left > 0 => jobs::move_to(tx, &claim, Queue::ContactsElsewhere, now)?,
                Some(_) if trusted.is_none() => jobs::retry(tx, &claim, now + AGAIN_WHILE_DOUBTED, None)?,
                Some(proving) => jobs::retry(tx, &claim, (now + AGAIN_IN).min(proving.until), None)?,
            }
            Ok(())
        })
        .await
}
