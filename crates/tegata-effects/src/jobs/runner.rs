//! The job runner: claims jobs that are due, does a bounded number of each queue at a time, and gives back what it
//! does not finish.

use std::collections::HashMap;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tegata_model::job::{Job, Queue};
use tegata_operations::certificate::job_failed;
use tegata_operations::reason::InstanceReason;
use tegata_operations::{Error, Worker};
use tegata_store::jobs::{self, Claim};
use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::ask_by_mail::ask_by_mail;
use super::deliver_webhook::deliver_webhook;
use super::issue::issue;
use super::look_up_proofs::look_up_proofs;
use super::outcome::JobOutcome;
use super::replace::replace;
use super::send_mail::send_mail;
use crate::Effects;
use crate::log::log;
use crate::reconcile::{LOOK_AT_MOST_EVERY, until_committed};

/// How many jobs of a queue one process does at a time. They mostly wait for other servers, or for the disk: the more
/// wait, the more share one commit.
fn slots(queue: Queue) -> usize {
    match queue {
        Queue::IssueHere | Queue::ProofsHere | Queue::IssueElsewhere => 256,
        Queue::ProofsElsewhere | Queue::ProofsSilent => 256,
        Queue::ContactsHere | Queue::ContactsElsewhere => 64,
        // As many as there are connections to the relay.
        Queue::Mail => crate::mail_relay::CONNECTIONS as usize,
        Queue::Webhooks => 128,
        Queue::Replacements => 64,
    }
}

/// How many of a queue are claimed in one transaction.
const CLAIMED_TOGETHER: usize = 256;
/// For how long a claim is this process's alone.
const LEASE: SignedDuration = SignedDuration::from_secs(90);
/// How long one job may take; shorter than the lease, so that no other node begins it meanwhile.
const WITHIN: Duration = Duration::from_secs(60);
/// How long a stop waits for jobs in progress before it gives them back.
const DRAIN_WITHIN: Duration = Duration::from_secs(5);
/// How often the queue is looked at when this process has enqueued nothing: other nodes enqueue too.
const POLL: SignedDuration = SignedDuration::from_secs(5);

/// Does jobs until `stop`; then lets those in progress end for a while, and gives back the rest.
pub async fn run_jobs(effects: Effects, stop: CancellationToken) {
    let worker = effects.worker.clone();
    let mut commits = worker.commits();
    let mut doing = Doing::default();
    loop {
        commits.mark_unchanged();
        let looked_at = Instant::now();
        let wake_at = match claim_due(&effects, &mut doing, &stop).await {
            Ok(next) => next,
            Err(error) => {
                log("the job queue could not be read", &error);
                worker.clock.now() + POLL
            }
        };
        tokio::select! {
            () = stop.cancelled() => break,
            Some(ended) = doing.set.join_next_with_id() => doing.end(&worker, ended).await,
            () = until_committed(&mut commits, looked_at) => {}
            () = worker.clock.wait_until(wake_at) => {}
        }
        doing.make_room(&worker, looked_at + LOOK_AT_MOST_EVERY).await;
        doing.end_all(&worker).await;
    }
    let drained = tokio::time::timeout(DRAIN_WITHIN, async {
        while let Some(ended) = doing.set.join_next_with_id().await {
            doing.end(&worker, ended).await;
        }
    });
    if drained.await.is_err() {
        doing.give_back(&worker).await;
    }
}

/// Claims what is due and begins it, as far as there is room. Says when to look again.
async fn claim_due(
    effects: &Effects,
    doing: &mut Doing,
    stop: &CancellationToken,
) -> Result<Timestamp, Error> {
    let worker = &effects.worker;
    let now = worker.clock.now();
    let (due, lease_end) =
        worker.read(|tx| Ok::<_, Error>((jobs::due_by_queue(tx)?, jobs::next_lease_end(tx)?))).await?;
    // A queue without room is looked at again when one of its jobs ends.
    let due: Vec<(Queue, Timestamp, usize)> = due
        .into_iter()
        .map(|(queue, due)| (queue, due, doing.room(queue).min(CLAIMED_TOGETHER)))
        .filter(|(_, _, room)| *room > 0)
        .collect();
    let expired = lease_end.is_some_and(|end| end <= now);
    let next = due.iter().map(|(_, due, _)| *due).chain(lease_end).min();
    let (queues, _): (Vec<_>, Vec<_>) = due.into_iter().partition(|(_, due, _)| *due <= now);
    if queues.is_empty() && !expired {
        return Ok(next.map_or(now + POLL, |next| next.min(now + POLL)));
    }
    let claiming = worker.write(move |tx| {
        if expired {
            jobs::free_expired(tx, now)?;
        }
        let mut claims = Vec::new();
        for (queue, _, room) in &queues {
            let limit = u32::try_from(*room).unwrap_or(u32::MAX);
            claims.extend(jobs::claim_from(tx, *queue, now, LEASE, limit)?);
        }
        Ok::<_, Error>(claims)
    });
    let claims = claiming.await?;
    let claimed = claims.len();
    for claim in claims {
        doing.begin(effects, claim, stop);
    }
    // Something was due, so something else may be soon; nothing in hand means that another node was quicker.
    Ok(if claimed > 0 || expired { now } else { now + POLL })
}

/// The jobs in progress.
#[derive(Default)]
struct Doing {
    set: JoinSet<Result<(), Error>>,
    claims: HashMap<Id, Claim>,
    /// How many of each queue.
    taken: HashMap<Queue, usize>,
}

impl Doing {
    fn room(&self, queue: Queue) -> usize {
        slots(queue).saturating_sub(self.taken.get(&queue).copied().unwrap_or_default())
    }

    /// Whether the number of jobs that may wait for the disk is so high that those about to end should be awaited.
    fn is_busy(&self) -> bool {
        let queues = [Queue::IssueHere, Queue::IssueElsewhere, Queue::ProofsHere, Queue::ProofsElsewhere];
        queues.into_iter().any(|queue| self.room(queue) < slots(queue) / 2)
    }

    /// Waits a moment for those that are about to end, so that one claim fills their places.
    async fn make_room(&mut self, worker: &Worker, until: Instant) {
        while self.is_busy() {
            let ended = tokio::time::timeout_at(until, self.set.join_next_with_id());
            let Ok(Some(ended)) = ended.await else { return };
            self.end(worker, ended).await;
        }
    }

    /// Makes the places free of all that have ended: they ended together, in one commit, and a claim that filled one place
    /// would cost a commit of its own.
    async fn end_all(&mut self, worker: &Worker) {
        while let Some(ended) = self.set.try_join_next_with_id() {
            self.end(worker, ended).await;
        }
    }

    fn begin(&mut self, effects: &Effects, claim: Claim, stop: &CancellationToken) {
        let (effects, kept, stop) = (effects.clone(), claim.clone(), stop.clone());
        let task = self.set.spawn(async move { do_one(&effects, &claim, &stop).await });
        *self.taken.entry(kept.queue).or_default() += 1;
        self.claims.insert(task.id(), kept);
    }

    fn take(&mut self, id: Id) -> Option<Claim> {
        let claim = self.claims.remove(&id)?;
        if let Some(taken) = self.taken.get_mut(&claim.queue) {
            *taken = taken.saturating_sub(1);
        }
        Some(claim)
    }

    async fn end(&mut self, worker: &Worker, ended: Result<(Id, Result<(), Error>), JoinError>) {
        let (id, fault) = match ended {
            Ok((id, Ok(()))) => {
                self.take(id);
                return;
            }
            Ok((id, Err(error))) => {
                log("a job failed and is retried", &error);
                (id, error.to_string())
            }
            Err(panicked) => {
                tracing::error!(error = %panicked, "a job panicked");
                (panicked.id(), "an internal error; see the log".to_owned())
            }
        };
        let Some(claim) = self.take(id) else { return };
        if let Err(error) = job_failed(worker, &claim, &fault).await {
            log("a job could not be released; it runs again when its lease expires", &error);
        }
    }

    /// Stops what is in progress. What a job had written is kept, what it had not is done again by the next worker.
    async fn give_back(&mut self, worker: &Worker) {
        self.set.shutdown().await;
        let now = worker.clock.now();
        self.taken.clear();
        let claims: Vec<Claim> = self.claims.drain().map(|(_, claim)| claim).collect();
        let given = worker.write(move |tx| -> Result<(), Error> {
            claims.iter().try_for_each(|claim| Ok(jobs::retry(tx, claim, now, None)?))
        });
        if let Err(error) = given.await {
            log("jobs could not be released; they run again when their leases expire", &error);
        }
    }
}

async fn do_one(effects: &Effects, claim: &Claim, stop: &CancellationToken) -> Result<(), Error> {
    let doing = async {
        // Each on the heap: a task is moved several times, and would be as large as the largest of them.
        match claim.job {
            // A look-up leaves nothing half done, so the program does not wait for one when it stops.
            Job::LookUpProofs { certificate } => tokio::select! {
                ended = Box::pin(look_up_proofs(effects, claim, certificate)) => ended,
                () = stop.cancelled() => Ok(JobOutcome::RetryNow),
            },
            Job::AskByMail { certificate } => tokio::select! {
                ended = Box::pin(ask_by_mail(effects, claim, certificate)) => ended,
                () = stop.cancelled() => Ok(JobOutcome::RetryNow),
            },
            Job::SendMail { mail } => Box::pin(send_mail(effects, claim, mail)).await,
            Job::DeliverWebhook { webhook } => Box::pin(deliver_webhook(effects, claim, webhook, stop)).await,
            Job::Replace { replacement } => Box::pin(replace(effects, claim, replacement)).await,
            Job::Issue { certificate } => Box::pin(issue(effects, claim, certificate)).await,
        }
    };
    let ended = tokio::time::timeout(WITHIN, doing).await;
    let ended = ended
        .map_err(|_| Error::unavailable(InstanceReason::JobTime, "it exceeded the time limit of a job"))??;
    let (worker, claim) = (&effects.worker, claim.clone());
    let now = worker.clock.now();
    match ended {
        JobOutcome::Settled => Ok(()),
        JobOutcome::Nothing => worker.write(move |tx| Ok(jobs::complete(tx, &claim)?)).await,
        JobOutcome::RetryNow => worker.write(move |tx| Ok(jobs::retry(tx, &claim, now, None)?)).await,
    }
}
