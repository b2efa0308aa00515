//! The job runner: claims jobs that are due, does a bounded number of them at a time, and gives back what it
//! does not finish.

use std::collections::HashMap;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tegata_model::event::Event;
use tegata_model::job::Job;
use tegata_operations::{Error, Instance};
use tegata_store::jobs::{self, Claim};
use tokio::sync::watch;
use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::Effects;
use crate::ask_by_mail::ask_by_mail;
use crate::deliver_webhook::deliver_webhook;
use crate::issue::issue;
use crate::look_up_proofs::look_up_proofs;
use crate::replace::replace;
use crate::send_mail::send_mail;

/// How many jobs one process does at a time. They mostly wait for name servers, or for the disk: the more wait,
/// the more share one commit.
const AT_A_TIME: usize = 512;
/// How many are claimed in one transaction.
const CLAIMED_TOGETHER: usize = 256;
/// For how long a claim is this process's alone.
const LEASE: SignedDuration = SignedDuration::from_secs(90);
/// How long one job may take; shorter than the lease, so that nobody else begins it meanwhile.
const WITHIN: Duration = Duration::from_secs(60);
/// How long a stop waits for jobs in progress before it gives them back.
const DRAIN_WITHIN: Duration = Duration::from_secs(5);
/// How often the queue is looked at when nobody of this process has put anything down: other nodes do too.
const POLL: SignedDuration = SignedDuration::from_secs(5);
/// A job that fails this often by a fault of ours is given up, for somebody to look at.
const FAULTS_MAX: u32 = 12;
/// How soon the queue is looked at again while there is much to do: a burst of commits, or of jobs that end, costs
/// one look.
pub(crate) const LOOK_AT_MOST_EVERY: Duration = Duration::from_millis(5);

/// How a job ended for the one who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    /// An operation has ended the claim or put it off.
    Settled,
    /// There was nothing to do.
    NothingToDo,
    /// Things changed while it was done: do it again.
    AtOnceAgain,
}

/// Does jobs until `stop`; then lets those in progress end for a while, and gives back the rest.
pub async fn run_jobs(effects: Effects, stop: CancellationToken) {
    let instance = effects.instance.clone();
    let mut commits = instance.commits();
    let mut doing = Doing::default();
    loop {
        commits.mark_unchanged();
        let looked_at = Instant::now();
        let wake_at = match claim_due(&effects, &mut doing, &stop).await {
            Ok(next) => next,
            Err(error) => {
                log("the job queue could not be read", &error);
                instance.clock.now() + POLL
            }
        };
        tokio::select! {
            () = stop.cancelled() => break,
            Some(ended) = doing.set.join_next_with_id() => doing.end(&instance, ended).await,
            () = until_committed(&mut commits, looked_at) => {}
            () = instance.clock.wait_until(wake_at) => {}
        }
        doing.make_room(&instance, looked_at + LOOK_AT_MOST_EVERY).await;
    }
    let drained = tokio::time::timeout(DRAIN_WITHIN, async {
        while let Some(ended) = doing.set.join_next_with_id().await {
            doing.end(&instance, ended).await;
        }
    });
    if drained.await.is_err() {
        doing.give_back(&instance).await;
    }
}

/// Resolves once something was committed, and not sooner than a moment after the last look.
pub(crate) async fn until_committed(commits: &mut watch::Receiver<u64>, looked_at: Instant) {
    if commits.changed().await.is_err() {
        std::future::pending::<()>().await;
    }
    tokio::time::sleep_until(looked_at + LOOK_AT_MOST_EVERY).await;
}

/// Claims what is due and begins it, as far as there is room. Says when to look again.
async fn claim_due(
    effects: &Effects,
    doing: &mut Doing,
    stop: &CancellationToken,
) -> Result<Timestamp, Error> {
    let instance = &effects.instance;
    let now = instance.clock.now();
    let room = doing.room().min(CLAIMED_TOGETHER);
    if room == 0 {
        // Whoever ends makes room, and wakes us.
        return Ok(Timestamp::MAX);
    }
    let due = instance.read(jobs::next_due).await?;
    match due {
        None => return Ok(now + POLL),
        Some(due) if now < due => return Ok(due.min(now + POLL)),
        Some(_) => {}
    }
    let limit = u32::try_from(room).unwrap_or(u32::MAX);
    let claims = instance.write(move |tx| Ok::<_, Error>(jobs::claim(tx, now, LEASE, limit)?)).await?;
    let claimed = claims.len();
    for claim in claims {
        doing.begin(effects, claim, stop);
    }
    // Something was due, so something else may be soon; nothing in hand means that another node was quicker.
    Ok(if claimed > 0 { now } else { now + POLL })
}

/// The jobs in progress.
#[derive(Default)]
struct Doing {
    set: JoinSet<Result<(), Error>>,
    claims: HashMap<Id, Claim>,
}

impl Doing {
    fn room(&self) -> usize {
        AT_A_TIME.saturating_sub(self.set.len())
    }

    /// Waits a moment for those that are about to end, so that one claim fills their places.
    async fn make_room(&mut self, instance: &Instance, until: Instant) {
        while self.room() < CLAIMED_TOGETHER {
            let ended = tokio::time::timeout_at(until, self.set.join_next_with_id());
            let Ok(Some(ended)) = ended.await else { return };
            self.end(instance, ended).await;
        }
    }

    fn begin(&mut self, effects: &Effects, claim: Claim, stop: &CancellationToken) {
        let (effects, kept, stop) = (effects.clone(), claim.clone(), stop.clone());
        let task = self.set.spawn(async move { do_one(&effects, &claim, &stop).await });
        self.claims.insert(task.id(), kept);
    }

    async fn end(&mut self, instance: &Instance, ended: Result<(Id, Result<(), Error>), JoinError>) {
        let (id, fault) = match ended {
            Ok((id, Ok(()))) => {
                self.claims.remove(&id);
                return;
            }
            Ok((id, Err(error))) => {
                log("a job failed and is tried again", &error);
                (id, error.to_string())
            }
            Err(panicked) => {
                tracing::error!(error = %panicked, "a job panicked");
                (panicked.id(), "a fault of Tegata's own; the log has it".to_owned())
            }
        };
        let Some(claim) = self.claims.remove(&id) else { return };
        if let Err(error) = put_back(instance, &claim, &fault).await {
            log("a job could not be put back; its lease will run out", &error);
        }
    }

    /// Stops what is in progress. What a job had written is kept, what it had not is done again by whoever is next.
    async fn give_back(&mut self, instance: &Instance) {
        self.set.shutdown().await;
        let now = instance.clock.now();
        let claims: Vec<Claim> = self.claims.drain().map(|(_, claim)| claim).collect();
        let given = instance.write(move |tx| -> Result<(), Error> {
            claims.iter().try_for_each(|claim| Ok(jobs::retry(tx, claim, now, None)?))
        });
        if let Err(error) = given.await {
            log("jobs could not be given back; their leases will run out", &error);
        }
    }
}

async fn do_one(effects: &Effects, claim: &Claim, stop: &CancellationToken) -> Result<(), Error> {
    let doing = async {
        match claim.job {
            // A look-up leaves nothing half done, so nobody waits for one when the program stops.
            Job::LookUpProofs { certificate } => tokio::select! {
                ended = look_up_proofs(effects, claim, certificate) => ended,
                () = stop.cancelled() => Ok(Ended::AtOnceAgain),
            },
            Job::AskByMail { certificate } => tokio::select! {
                ended = ask_by_mail(effects, claim, certificate) => ended,
                () = stop.cancelled() => Ok(Ended::AtOnceAgain),
            },
            Job::SendMail { mail } => send_mail(effects, claim, mail).await,
            Job::DeliverWebhook { webhook } => deliver_webhook(effects, claim, webhook, stop).await,
            Job::Replace { replacement } => replace(effects, claim, replacement).await,
            Job::Issue { certificate } => issue(effects, claim, certificate).await,
        }
    };
    let ended = tokio::time::timeout(WITHIN, doing).await;
    let ended = ended.map_err(|_| Error::unavailable("job-time", "it took longer than a job may take"))??;
    let (instance, claim) = (&effects.instance, claim.clone());
    let now = instance.clock.now();
    match ended {
        Ended::Settled => Ok(()),
        Ended::NothingToDo => instance.write(move |tx| Ok(jobs::complete(tx, &claim)?)).await,
        Ended::AtOnceAgain => instance.write(move |tx| Ok(jobs::retry(tx, &claim, now, None)?)).await,
    }
}

/// Puts a job back that failed by a fault of ours, for longer each time; and gives it up in the end, where somebody
/// can see it.
async fn put_back(instance: &Instance, claim: &Claim, fault: &str) -> Result<(), Error> {
    let now = instance.clock.now();
    let (claim, fault) = (claim.clone(), fault.to_owned());
    instance
        .write(move |tx| {
            if claim.faults < FAULTS_MAX {
                return Ok(jobs::put_back(tx, &claim, now + pause_after(claim.faults), &fault)?);
            }
            jobs::give_up(tx, &claim, &fault)?;
            let detail = serde_json::json!({ "Job": claim.job.kind(), "Cause": fault });
            let (kind, subject) = ("job.given-up".to_owned(), claim.job.subject());
            Ok(tx.record_event(&Event { at: now, tenant: None, kind, subject, detail })?)
        })
        .await
}

/// One second, two, four, up to ten minutes.
fn pause_after(faults: u32) -> SignedDuration {
    SignedDuration::from_secs(1_i64 << faults.min(10)).min(SignedDuration::from_mins(10))
}

pub(crate) fn log(what: &'static str, error: &Error) {
    if error.is_logged_by_the_store() {
        return tracing::debug!(%error, what);
    }
    tracing::error!(%error, source = ?error.log_source().map(ToString::to_string), what);
}
