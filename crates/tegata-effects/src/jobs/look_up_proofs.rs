//! Looking up the validation records that a certificate still waits for.

use std::ops::ControlFlow;

use tegata_model::CertificateId;
use tegata_model::certificate::evidence::{LookUp, Question};
use tegata_model::job::Queue;
use tegata_operations::Error;
use tegata_operations::certificate::{LookedUp, Proof, ToProve, record_proof, to_prove};
use tegata_store::jobs::Claim;
use tokio::time::Instant;

use super::gather::{LOOK_UPS_WITHIN, gather};
use super::outcome::JobOutcome;
use crate::Effects;
use crate::proving::{ProofFound, Reach};

/// Looks up what is pending and reports it; what is found is judged by the operation.
///
/// Names in zones hosted here come first, by themselves. What was not looked up when the time is over is looked up the
/// next time: the rest is reported all the same.
pub(super) async fn look_up_proofs(
    effects: &Effects,
    claim: &Claim,
    id: CertificateId,
) -> Result<JobOutcome, Error> {
    let worker = &effects.worker;
    let until = Instant::now() + LOOK_UPS_WITHIN;
    let mut looked_up = LookedUp::default();
    let pending = to_prove(worker, id).await?;
    let looking = pending.into_iter().map(|to_prove| async move {
        let found = look(effects, &to_prove, Reach::Here).await;
        (to_prove, found)
    });
    let mut elsewhere = Vec::new();
    let _ = gather(until, looking, |(to_prove, found)| {
        match found {
            Some(found) => looked_up.here.push((to_prove.base, look_up(effects, found))),
            None => elsewhere.push(to_prove),
        }
        ControlFlow::Continue(())
    })
    .await;
    if claim.queue == Queue::ProofsHere {
        looked_up.left = elsewhere.len();
    } else {
        // Each run begins with another name, so that none is always behind those that take all the time.
        let offset = u32::from_be_bytes(worker.entropy.bytes()) as usize % elsewhere.len().max(1);
        elsewhere.rotate_left(offset);
        looked_up.elsewhere = look_elsewhere(effects, elsewhere, until).await;
    }
    record_proof(worker, claim, id, looked_up).await?;
    Ok(JobOutcome::Settled)
}

async fn look_elsewhere(effects: &Effects, names: Vec<ToProve>, until: Instant) -> Vec<(String, LookUp)> {
    let looking = names.into_iter().map(|to_prove| async move {
        let found = look(effects, &to_prove, Reach::Anywhere).await;
        found.map(|found| (to_prove.base, look_up(effects, found)))
    });
    let mut seen = Vec::new();
    // What is not there in time is looked up by the next run.
    let _ = gather(until, looking, |look_up| {
        seen.extend(look_up);
        ControlFlow::Continue(())
    })
    .await;
    seen
}

async fn look(effects: &Effects, to_prove: &ToProve, reach: Reach) -> Option<ProofFound> {
    match (&to_prove.proof, reach) {
        (Proof::Record(record), reach) => effects.prover.proof(record, reach).await,
        (Proof::Redirect { .. }, Reach::Here) => None,
        (Proof::Redirect { redirect, content }, Reach::Anywhere) => {
            Some(effects.prover.redirect(redirect, content).await)
        }
    }
}

fn look_up(effects: &Effects, found: ProofFound) -> LookUp {
    LookUp {
        at: effects.worker.clock.now(),
        question: Question::Proof,
        sighting: found.sighting,
        found: found.found,
        trace: found.trace,
    }
}
