//! Putting down the jobs that look something up for a certificate.

use std::collections::BTreeSet;

use jiff::Timestamp;
use tegata_model::certificate::Certificate;
use tegata_model::job::Job;
use tegata_model::zone::RecordName;
use tegata_store::{ReadTx, StoreError, WriteTx, jobs, zones};

/// Puts a job down for a certificate, in the queue for zones hosted here when one of its names is in one.
///
/// The queue is chosen here and not when the job is done: jobs about the Internet would have to pass through the queue for
/// zones hosted here first, and many of them would hold up the others.
///
/// # Errors
/// When the store fails.
pub(super) fn put_job(
    tx: &mut WriteTx<'_>,
    job: &Job,
    certificate: &Certificate,
    now: Timestamp,
) -> Result<(), StoreError> {
    let queue = if is_any_hosted_here(tx, certificate)? { job.queue() } else { job.queue_elsewhere() };
    jobs::put(tx, job, queue, now)
}

/// Whether any account's hosted zone has one of the names: all zones are answered for by this instance.
fn is_any_hosted_here(tx: &mut ReadTx<'_>, certificate: &Certificate) -> Result<bool, StoreError> {
    // Names of one certificate are mostly in the same domain: each domain is looked for once.
    let mut seen = BTreeSet::new();
    for name in certificate.names() {
        let Ok(name) = name.name.base().parse::<RecordName>() else { continue };
        for apex in name.ancestors() {
            if !seen.insert(apex.clone()) {
                break;
            }
            if zones::find_by_apex(tx, &apex)?.is_some() {
                return Ok(true);
            }
        }
    }
    Ok(false)
}
