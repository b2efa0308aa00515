//! Recording what look-ups for validation records showed.

use jiff::{SignedDuration, Timestamp};
use tegata_model::CertificateId;
use tegata_model::certificate::evidence::{LookUp, ProofSeen, Question};
use tegata_model::certificate::proof::{
    Reached, look_up_period, next_look, pending_bases, proofs_seen, timed_out,
};
use tegata_model::certificate::{HttpRedirect, Next, ValidationRecord};
use tegata_model::job::{Job, Queue};
use tegata_store::WriteTx;
use tegata_store::certificates::{self, Stored, evidence};
use tegata_store::jobs::{self, Claim};

use super::validation_redirect::content_of;
use crate::{Error, Worker};

/// How soon a job that waits for a limit is tried again while the clock is doubted.
pub(super) const AGAIN_WHILE_DOUBTED: SignedDuration = SignedDuration::from_mins(1);

/// What is to be looked up for a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToProve {
    /// The name that it proves, without `*.`.
    pub base: String,
    /// Where it is and what it should say.
    pub proof: Proof,
}

/// What proves a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// A record.
    Record(ValidationRecord),
    /// A redirect, or the content that it leads to.
    Redirect {
        /// From where to where.
        redirect: HttpRedirect,
        /// What is there.
        content: String,
    },
}

/// What is to be looked up for a certificate; nothing when nothing is being proven any more.
///
/// # Errors
/// When the store fails.
pub async fn to_prove(worker: &Worker, id: CertificateId) -> Result<Vec<ToProve>, Error> {
    let stored = worker.read(move |tx| certificates::find_of_any(tx, id)).await?;
    let Some(Stored { certificate, .. }) = stored else { return Ok(Vec::new()) };
    let pending = pending_bases(&certificate);
    let proof_of = |base: &str| {
        let name = certificate.names().iter().find(|name| name.name.base() == base)?;
        Some(match &name.redirect {
            None => Proof::Record(name.record.clone()),
            Some(redirect) => {
                Proof::Redirect { content: content_of(worker, redirect)?, redirect: redirect.clone() }
            }
        })
    };
    Ok(pending
        .into_iter()
        .filter_map(|base| proof_of(base).map(|proof| ToProve { base: base.to_owned(), proof }))
        .collect())
}

/// What became of a certificate's proofs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorded {
    /// Every name is proven: the job to issue waits.
    Proven,
    /// The job waits in that queue to look again then.
    LookAgain(Queue, Timestamp),
    /// Nothing is being proven any more: it timed out, was issued, or is gone.
    Over,
}

/// What one run of look-ups showed.
#[derive(Debug, Clone, Default)]
pub struct LookedUp {
    /// The look-ups, by base name, of names in zones hosted here.
    pub here: Vec<(String, LookUp)>,
    /// Those on the Internet.
    pub elsewhere: Vec<(String, LookUp)>,
    /// How many names are to be looked up on the Internet and were not, since this run asked only zones hosted here.
    pub left: usize,
}

impl LookedUp {
    fn reached(&self) -> Reached {
        let answered = |(_, look_up): &&(String, LookUp)| look_up.sighting.is_answered();
        Reached {
            here: self.here.len(),
            elsewhere: self.elsewhere.len(),
            answered: self.elsewhere.iter().filter(answered).count(),
            left: self.left,
        }
    }
}

/// Keeps what look-ups showed, by base name, and ends or puts off the claimed job, all in one transaction.
///
/// # Errors
/// When the store fails; then the lease runs out and the job is done again.
pub async fn record_proof(
    worker: &Worker,
    claim: &Claim,
    id: CertificateId,
    looked_up: LookedUp,
) -> Result<Recorded, Error> {
    let (now, trusted) = (worker.clock.now(), worker.clock.trusted_now().ok());
    let claim = claim.clone();
    let reached = looked_up.reached();
    let seen = [looked_up.here, looked_up.elsewhere].concat();
    worker
        .write(move |tx| {
            let recorded = match certificates::find_of_any(tx, id)? {
                None => Recorded::Over,
                Some(stored) => {
                    for (base, look_up) in &seen {
                        add_evidence(tx, id, base, look_up.clone())?;
                    }
                    take(tx, &stored, &seen, reached, now, trusted)?
                }
            };
            match recorded {
                Recorded::LookAgain(queue, then) => jobs::move_to(tx, &claim, queue, then)?,
                Recorded::Proven | Recorded::Over => jobs::complete(tx, &claim)?,
            }
            Ok(recorded)
        })
        .await
}

fn take(
    tx: &mut WriteTx<'_>,
    stored: &Stored,
    seen: &[(String, LookUp)],
    reached: Reached,
    now: Timestamp,
    trusted: Option<Timestamp>,
) -> Result<Recorded, Error> {
    let proofs: Vec<ProofSeen> = seen
        .iter()
        .filter(|(_, look_up)| look_up.question == Question::Proof)
        .map(|(base, look_up)| ProofSeen { base: base.clone(), sighting: look_up.sighting.clone() })
        .collect();
    let Ok(mut progress) = proofs_seen(stored.certificate.clone(), &proofs, stored.usage(), now) else {
        return Ok(Recorded::Over);
    };
    if progress.certificate.method() != stored.certificate.method() {
        // No one has to be asked by mail any more.
        jobs::cancel(tx, &Job::AskByMail { certificate: progress.certificate.id })?;
    }
    if progress.next == Next::Issue {
        super::save(tx, stored, &progress, now)?;
        return Ok(Recorded::Proven);
    }
    // What was seen counts even in the last moment; only then is the time looked at, if the clock is trusted.
    let over = trusted.and_then(|now| timed_out(progress.certificate.clone(), stored.usage(), now));
    if let Some(over) = over {
        progress.events.extend(over.events);
        progress.certificate = over.certificate;
        progress.next = Next::Nothing;
        super::save(tx, stored, &progress, now)?;
        return Ok(Recorded::Over);
    }
    // The claimed job is put off rather than put down anew.
    progress.next = Next::Nothing;
    super::save(tx, stored, &progress, now)?;
    // A method that has changed is the one case in which nothing is looked for any more.
    let Some(looking) = look_up_period(&progress.certificate) else { return Ok(Recorded::Over) };
    // While the clock is doubted, when the time ends is not known.
    let (queue, then) = next_look(looking, reached, trusted.unwrap_or(now));
    let then = if trusted.is_some() || reached.left > 0 { then } else { now + AGAIN_WHILE_DOUBTED };
    Ok(Recorded::LookAgain(queue, then))
}

/// Keeps what one look-up saw.
pub(super) fn add_evidence(
    tx: &mut WriteTx<'_>,
    id: CertificateId,
    base: &str,
    look_up: LookUp,
) -> Result<(), Error> {
    let mut kept = evidence::find(tx, id, base)?;
    kept.add(look_up);
    Ok(evidence::put(tx, id, base, &kept)?)
}
