//! The way of a certificate from its request until it is served, many at a time.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use futures_util::{StreamExt, TryStreamExt, stream};
use jiff::SignedDuration;
use tegata_effects::Effects;
use tegata_effects::jobs::runner::run_jobs;
use tegata_model::certificate::evidence::{LookUp, LookUpResult, Question};
use tegata_model::job::Job;
use tegata_operations::authority::Authorities;
use tegata_operations::certificate::{LookedUp, record_proof, request, to_prove};
use tegata_operations::{Caller, Error, Instance};
use tegata_store::{StoreError, jobs};
use tokio_util::sync::CancellationToken;

use crate::instance::{AtOnce, ask};

/// Callers that wait at a time.
pub const WAITING: usize = 128;

/// Requests certificates of these names, [`WAITING`] at a time.
///
/// # Errors
/// When one is refused.
pub async fn request_all(
    instance: &Instance,
    owner: &Caller,
    names: impl Iterator<Item = String>,
) -> Result<(), Error> {
    let all = stream::iter(names).map(|name| async move { request(instance, owner, ask(&name), None).await });
    all.buffer_unordered(WAITING).try_for_each(|_| async { Ok(()) }).await
}

/// Reports every record as seen.
///
/// # Errors
/// When the store fails.
pub async fn prove_all(instance: &Instance) -> Result<()> {
    let worker = &tegata_effects::worker(instance.clone());
    loop {
        let now = instance.clock.now();
        let lease = SignedDuration::from_mins(10);
        let claims = instance
            .write(move |tx| {
                let claims = jobs::claim(tx, now, lease, 500)?;
                Ok::<_, StoreError>(claims)
            })
            .await?;
        // What is proven waits to be issued, and is given back.
        let (to_look_up, to_issue): (Vec<_>, Vec<_>) =
            claims.into_iter().partition(|claim| matches!(claim.job, Job::LookUpProofs { .. }));
        let none = to_look_up.is_empty();
        let proving = stream::iter(to_look_up).map(|claim| async move {
            let Job::LookUpProofs { certificate: id } = claim.job else { return Ok(()) };
            let seen = to_prove(worker, id).await?.into_iter().map(|it| (it.base, seen(instance)));
            let looked_up = LookedUp { here: seen.collect(), ..LookedUp::default() };
            record_proof(worker, &claim, id, looked_up).await.map(|_| ())
        });
        proving.buffer_unordered(WAITING).try_for_each(|()| async { Ok::<(), Error>(()) }).await?;
        instance
            .write(move |tx| {
                to_issue.iter().try_for_each(|claim| jobs::retry(tx, claim, now, None))?;
                Ok::<(), StoreError>(())
            })
            .await?;
        if none {
            return Ok(());
        }
    }
}

fn seen(instance: &Instance) -> LookUp {
    LookUp {
        at: instance.clock.now(),
        question: Question::Proof,
        sighting: LookUpResult::Good,
        found: Vec::new(),
        trace: Vec::new(),
    }
}

/// The job runner at work.
pub struct Running {
    stop: CancellationToken,
    task: tokio::task::JoinHandle<()>,
}

impl Running {
    /// Starts it, beside name servers that answer at once.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "a measurement has one task, and waits for it")]
    pub fn start(instance: &Instance, authorities: &Arc<Authorities>) -> Running {
        let effects =
            Effects::new(tegata_effects::worker(instance.clone()), Arc::clone(authorities), AtOnce::prover());
        let stop = CancellationToken::new();
        Running { task: tokio::spawn(run_jobs(effects, stop.clone())), stop }
    }

    /// Stops it, and waits for it.
    pub async fn stop(self) {
        self.stop.cancel();
        let _ = self.task.await;
    }
}

/// Resolves once no job is left: each was ended in the transaction that made its certificate served.
///
/// # Errors
/// When the store fails.
pub async fn until_done(instance: &Instance) -> Result<()> {
    let mut commits = instance.commits();
    loop {
        commits.mark_unchanged();
        if instance.read(jobs::next_due).await?.is_none() {
            return Ok(());
        }
        commits.changed().await?;
        // Looking after each single commit would be a load of its own.
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}
