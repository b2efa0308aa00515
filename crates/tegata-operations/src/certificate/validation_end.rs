//! Ending validations whose time is over, and finding those that no job works for.
//!
//! A validation is advanced by a job, and the job ends it in time. Neither may be taken for granted: a job can be lost,
//! by a fault of ours or in a restored backup, and then the certificate would be pending for ever.

use jiff::{SignedDuration, Timestamp};
use tegata_model::certificate::proof::{LONGEST_PAUSE, look_up_period, timed_out};
use tegata_model::certificate::{Certificate, NameState, Next, fail};
use tegata_model::job::Job;
use tegata_model::{CertificateId, certificate::Progress};
use tegata_store::certificates::validations::{self, Validation};
use tegata_store::certificates::{self, Stored};
use tegata_store::{ReadTx, StoreError, WriteTx, jobs};
use uuid::Uuid;

use super::put_job::put_job;
use crate::{Error, Worker};

/// How many one step takes.
const STEP: u32 = 256;
/// How long the job of a validation that is over has the first say: what its last look-up sees still counts.
const GRACE: SignedDuration = SignedDuration::from_mins(5);

/// Validations whose time is over, a few at a time; and when the next one ends. None is over while the clock is doubted.
///
/// # Errors
/// When the store fails.
pub async fn list_ended_validations(worker: &Worker) -> Result<(Vec<Validation>, Option<Timestamp>), Error> {
    let Ok(now) = worker.clock.trusted_now() else { return Ok((Vec::new(), None)) };
    worker.read(move |tx| Ok((validations::list_over(tx, now, STEP)?, validations::next_end(tx)?))).await
}

/// The validations of one step that no job works for, and where the next step goes on; `None` behind the last.
/// Begin with `None`.
///
/// # Errors
/// When the store fails.
pub async fn list_unattended_validations(
    worker: &Worker,
    after: Option<Validation>,
) -> Result<(Vec<Validation>, Option<Validation>), Error> {
    let before_all = Validation { ends_at: Timestamp::MIN, certificate: CertificateId(Uuid::nil()) };
    let after = after.unwrap_or(before_all);
    let latest = worker.clock.now() + LONGEST_PAUSE;
    worker
        .read(move |tx| {
            let mut step = validations::list_after(tx, after, STEP)?;
            let next = step.last().copied().filter(|_| step.len() == STEP as usize);
            let mut unattended = Vec::new();
            for validation in step.drain(..) {
                if !has_job(tx, validation.certificate, latest)? {
                    unattended.push(validation);
                }
            }
            Ok((unattended, next))
        })
        .await
}

/// Whether any job works for a certificate, or will by `latest`.
fn has_job(tx: &mut ReadTx<'_>, id: CertificateId, latest: Timestamp) -> Result<bool, StoreError> {
    // Once all were asked by mail, only the end is left to wait for, however late.
    Ok(jobs::is_due_by(tx, &Job::LookUpProofs { certificate: id }, latest)?
        || jobs::is_due_by(tx, &Job::AskByMail { certificate: id }, Timestamp::MAX)?
        || jobs::is_due_by(tx, &Job::Issue { certificate: id }, latest)?)
}

/// Ends a validation whose time is over, or enqueues the jobs that it lacks; says whether it did either.
///
/// # Errors
/// When the store fails.
pub async fn resume_validation(worker: &Worker, validation: Validation) -> Result<bool, Error> {
    let (now, is_trusted) = (worker.clock.now(), worker.clock.trusted_now().is_ok());
    worker
        .write(move |tx| {
            let stored = certificates::find_of_any(tx, validation.certificate)?;
            let Some((stored, ends_at)) = stored
                .and_then(|stored| Some((stored.certificate.validation_ends_at()?, stored)))
                .map(|(ends_at, stored)| (stored, ends_at))
            else {
                validations::put_off(tx, validation, None)?;
                return Ok(true);
            };
            if now < ends_at && validation.ends_at < ends_at {
                validations::put_off(tx, validation, Some(ends_at))?;
            }
            // Nothing ends before its time, nor by a clock that is doubted.
            if now < ends_at || !is_trusted {
                return enqueue_missing(tx, &stored.certificate, now);
            }
            let job_has_its_say = validation.ends_at <= ends_at && has_job(tx, validation.certificate, now)?;
            if !job_has_its_say && let Some(progress) = end(&stored, now) {
                super::save(tx, &stored, &progress, now)?;
                // What is left of the row when its time was not the certificate's own.
                validations::put_off(tx, validation, progress.certificate.validation_ends_at())?;
                cancel_jobs(tx, validation.certificate)?;
                enqueue_missing(tx, &progress.certificate, now)?;
                return Ok(true);
            }
            validations::put_off(tx, validation, Some(now + GRACE))?;
            enqueue_missing(tx, &stored.certificate, now)
        })
        .await
}

/// What follows from the end of the time; `None` when every name is proven, and only the issuing is late.
fn end(stored: &Stored, now: Timestamp) -> Option<Progress> {
    let certificate = &stored.certificate;
    fail::timed_out(certificate.clone(), stored.usage(), now)
        .or_else(|| timed_out(certificate.clone(), stored.usage(), now))
}

fn enqueue_missing(tx: &mut WriteTx<'_>, certificate: &Certificate, now: Timestamp) -> Result<bool, Error> {
    let id = certificate.id;
    let next = certificate.proving().map(|proving| {
        let pending = certificate.states(proving.purpose).any(|(_, state)| state == NameState::Pending);
        if pending { certificate.next_proof() } else { Next::Issue }
    });
    let mut missing = Vec::new();
    match next {
        Some(Next::AskByMail) => missing.push((Job::AskByMail { certificate: id }, Timestamp::MAX)),
        Some(Next::Issue) => missing.push((Job::Issue { certificate: id }, now + LONGEST_PAUSE)),
        Some(Next::LookUpProofs | Next::Nothing) | None => {}
    }
    if next != Some(Next::Issue) && look_up_period(certificate).is_some() {
        missing.push((Job::LookUpProofs { certificate: id }, now + LONGEST_PAUSE));
    }
    let mut enqueued = false;
    for (job, latest) in missing {
        if !jobs::is_due_by(tx, &job, latest)? {
            put_job(tx, &job, certificate, now)?;
            enqueued = true;
        }
    }
    Ok(enqueued)
}

/// Takes out every job that advances a certificate.
///
/// # Errors
/// When the store fails.
pub(crate) fn cancel_jobs(tx: &mut WriteTx<'_>, id: CertificateId) -> Result<(), StoreError> {
    jobs::cancel(tx, &Job::LookUpProofs { certificate: id })?;
    jobs::cancel(tx, &Job::AskByMail { certificate: id })?;
    jobs::cancel(tx, &Job::Issue { certificate: id })
}
