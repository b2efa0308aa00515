//! Putting back a job that failed by a fault of ours.

use jiff::{SignedDuration, Timestamp};
use tegata_model::certificate::FailureReason;
use tegata_model::certificate::fail::{Failure, failed, timed_out};
use tegata_model::event::{Event, EventKind};
use tegata_model::job::Job;
use tegata_store::WriteTx;
use tegata_store::certificates;
use tegata_store::jobs::{self, Claim};

use super::validation_end::cancel_jobs;
use crate::{Error, Worker};

/// After this many faults in a row an event says that a job fails. A job that advances no certificate is given up then.
const FAULTS_MAX: u32 = 12;

/// Puts a job back that failed by a fault of ours, for longer each time.
///
/// The job of a certificate that is being proven or issued is never given up: it is tried until its 72 hours are over.
/// Then the certificate fails, where its owner sees it. Any other job is given up in the end, with an event.
///
/// # Errors
/// When the store fails; then the lease runs out and the job is done again.
pub async fn job_failed(worker: &Worker, claim: &Claim, fault: &str) -> Result<(), Error> {
    let (now, is_trusted) = (worker.clock.now(), worker.clock.trusted_now().is_ok());
    let (claim, fault) = (claim.clone(), fault.to_owned());
    worker
        .write(move |tx| {
            if ended(tx, &claim, &fault, now, is_trusted)? {
                return Ok(());
            }
            let advances_certificate = certificate_of(&claim.job).is_some();
            if claim.faults == FAULTS_MAX {
                let kind = if advances_certificate { EventKind::JobFailing } else { EventKind::JobGivenUp };
                let detail = serde_json::json!({ "Job": claim.job.kind(), "Cause": fault });
                let subject = claim.job.subject();
                tx.record_event(&Event { at: now, tenant: None, kind, subject, detail })?;
            }
            if advances_certificate || claim.faults < FAULTS_MAX {
                Ok(jobs::put_back(tx, &claim, now + pause_after(claim.faults), &fault)?)
            } else {
                Ok(jobs::give_up(tx, &claim, &fault)?)
            }
        })
        .await
}

fn certificate_of(job: &Job) -> Option<tegata_model::CertificateId> {
    match job {
        Job::LookUpProofs { certificate } | Job::AskByMail { certificate } | Job::Issue { certificate } => {
            Some(*certificate)
        }
        Job::SendMail { .. } | Job::DeliverWebhook { .. } | Job::Replace { .. } => None,
    }
}

/// Ends what the job was for, if its time is over or it is gone; says whether it did. By a clock that is doubted no time is
/// over.
fn ended(
    tx: &mut WriteTx<'_>,
    claim: &Claim,
    fault: &str,
    now: Timestamp,
    is_trusted: bool,
) -> Result<bool, Error> {
    let Some(id) = certificate_of(&claim.job) else { return Ok(false) };
    let stored = certificates::find_of_any(tx, id)?;
    let Some((stored, ends_at)) = stored.and_then(|stored| {
        let ends_at = stored.certificate.validation_ends_at()?;
        Some((stored, ends_at))
    }) else {
        jobs::complete(tx, claim)?;
        return Ok(true);
    };
    if now < ends_at || !is_trusted {
        return Ok(false);
    }
    let (certificate, usage) = (stored.certificate.clone(), stored.usage());
    let progress = timed_out(certificate.clone(), usage, now).or_else(|| {
        let why = format!("it could not be issued in time: {fault}");
        let failure = Failure { reason: FailureReason::Other, names: Vec::new(), why };
        failed(certificate, &failure, usage, now).ok()
    });
    let Some(progress) = progress else { return Ok(false) };
    super::save(tx, &stored, &progress, now)?;
    cancel_jobs(tx, id)?;
    Ok(true)
}

/// One second, two, four, up to ten minutes.
fn pause_after(faults: u32) -> SignedDuration {
    SignedDuration::from_secs(1_i64 << faults.min(10)).min(SignedDuration::from_mins(10))
}
