//! Going on with a replacement, one durable step at a time.

use std::net::SocketAddr;

use jiff::{SignedDuration, Timestamp};
use tegata_model::ReplacementId;
use tegata_model::certificate::{Serial, Status};
use tegata_model::replacement::{NewCertificateState, NextStep, Replacement, Stage, Unproven};
use tegata_store::certificates::{self, Stored, versions};
use tegata_store::jobs::{self, Claim};
use tegata_store::load_balancing::listeners;
use tegata_store::{ReadTx, WriteTx, nodes, replacements};
use tegata_x509::pem;

use super::{may_delete, places, save};
use crate::certificate::delete;
use crate::node::{NodeStatus, behind_at_edge};
use crate::{Caller, Error, Instance, Kind, Worker, access};

/// What is to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Advanced {
    /// Nothing more from this claim: it has ended, or was put off.
    Settled,
    /// A step was taken: go on at once.
    GoOn,
    /// Look whether these are served, and say so by [`record_check`].
    Check(Vec<ToCheck>),
}

/// A listener that should serve the new certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToCheck {
    /// Where it is open.
    pub address: SocketAddr,
    /// The name to ask for.
    pub server_name: String,
    /// The chain that should be seen, in DER: the certificate first.
    pub chain: Vec<Vec<u8>>,
    /// The serials of the listener's other certificates, which may go before it for this name.
    pub others: Vec<Serial>,
    /// The serial of the certificate that was there before, and is served until a node has taken up the change.
    pub old: Option<Serial>,
}

/// Takes the next step of a claimed replacement.
///
/// # Errors
/// When the store fails; then the lease runs out and it is tried again.
pub async fn advance(worker: &Worker, claim: &Claim, id: ReplacementId) -> Result<Advanced, Error> {
    let now = worker.clock.now();
    let (taken, own) = (claim.clone(), worker.node.clone());
    let beginner = beginner(worker, id).await?;
    let giving_back = beginner.clone();
    let done = worker
        .write(move |tx| {
            let claim = &taken;
            let (Some(replacement), Some(caller)) = (replacements::find_of_any(tx, id)?, &beginner) else {
                jobs::complete(tx, claim)?;
                return Ok(Advanced::Settled);
            };
            let new = certificates::find_of_any(tx, replacement.new)?;
            let old = certificates::find_of_any(tx, replacement.old)?;
            let seen = seen(new.as_ref());
            match replacement.todo(&seen, old.as_ref().is_some_and(|old| old.users > 0)) {
                NextStep::Nothing => {
                    jobs::complete(tx, claim)?;
                    Ok(Advanced::Settled)
                }
                NextStep::Wait => {
                    jobs::retry(tx, claim, look_again_at(&replacement, now), None)?;
                    Ok(Advanced::Settled)
                }
                NextStep::AttachFirst => attach_first(tx, caller, &replacement, &seen, now),
                NextStep::Attach => {
                    let moved = places::take(tx, caller, &replacement, now)?;
                    let after = replacement.clone().attached(&moved, nodes::mark(tx)?, now);
                    save(tx, &replacement, &after)?;
                    Ok(Advanced::GoOn)
                }
                // What else may answer there does not wait for nodes.
                NextStep::Check if replacement.stage == Stage::Canary => {
                    Ok(Advanced::Check(to_check(tx, &replacement, new.as_ref(), old.as_ref())?))
                }
                NextStep::Check => match behind(tx, &own, &replacement, now)? {
                    None => Ok(Advanced::Check(to_check(tx, &replacement, new.as_ref(), old.as_ref())?)),
                    Some(node) => {
                        let why = format!("node {node} does not serve it yet");
                        unproven(tx, claim, caller, &replacement, Unproven::NotSeen { why }, now)
                    }
                },
                NextStep::DeleteOld => {
                    if let Some(old) = old.filter(|_| !replacement.keep_old) {
                        may_delete(tx, caller, replacement.old)?;
                        delete::remove(tx, &old, now)?;
                    }
                    save(tx, &replacement, &replacement.clone().done(now))?;
                    Ok(Advanced::GoOn)
                }
            }
        })
        .await;
    match done {
        // What was begun of the step is undone with its transaction.
        Err(error) if is_refusal(&error) => {
            fail(worker, id, giving_back, error.message().to_owned(), now).await
        }
        done => done,
    }
}

/// Who began a replacement, with the policies of now; `None` when the replacement is gone.
async fn beginner(instance: &Instance, id: ReplacementId) -> Result<Option<Caller>, Error> {
    let found = instance.read(move |tx| Ok::<_, Error>(replacements::find_of_any(tx, id)?)).await?;
    let Some(Replacement { principal, tenant, .. }) = found else { return Ok(None) };
    let caller = Caller::new(principal, tenant, format!("replacement {id}"));
    access::admit(instance, caller, Vec::new()).await.map(Some)
}

fn is_refusal(error: &Error) -> bool {
    matches!(
        error.kind(),
        Kind::Denied | Kind::Invalid | Kind::NotFound | Kind::Conflict | Kind::LimitExceeded
    )
}

async fn fail(
    instance: &Instance,
    id: ReplacementId,
    beginner: Option<Caller>,
    why: String,
    now: Timestamp,
) -> Result<Advanced, Error> {
    instance
        .write(move |tx| {
            if let Some(replacement) = replacements::find_of_any(tx, id)?.filter(Replacement::is_open) {
                // The listener that got the new one first: one that may no longer be changed keeps it.
                if matches!(replacement.stage, Stage::Canary | Stage::Proven)
                    && let Some(caller) = &beginner
                    && let Err(error) = places::give_back(tx, caller, &replacement, now)
                    && !is_refusal(&error)
                {
                    return Err(error);
                }
                save(tx, &replacement, &replacement.clone().failed(why.clone(), now))?;
            }
            Ok(Advanced::GoOn)
        })
        .await
}

/// Keeps what a look at the listeners showed: how many serve the new certificate, or why one does not yet.
///
/// # Errors
/// When the store fails.
pub async fn record_check(
    worker: &Worker,
    claim: &Claim,
    id: ReplacementId,
    served: Result<usize, Unproven>,
) -> Result<Advanced, Error> {
    let now = worker.clock.now();
    let claim = claim.clone();
    let (beginner, own) = (beginner(worker, id).await?, worker.node.clone());
    worker
        .write(move |tx| {
            let (Some(replacement), Some(caller)) = (replacements::find_of_any(tx, id)?, &beginner) else {
                return Ok(Advanced::Settled);
            };
            // Stopped or undone meanwhile: then what was seen no longer matters.
            if replacement.todo(&NewCertificateState::Issued, false) != NextStep::Check {
                return Ok(Advanced::GoOn);
            }
            let served = match behind(tx, &own, &replacement, now)? {
                Some(node) if served.is_ok() => {
                    Err(Unproven::NotSeen { why: format!("node {node} does not serve it yet") })
                }
                _ => served.clone(),
            };
            match served {
                Ok(listeners) => {
                    save(tx, &replacement, &replacement.clone().checked(Ok(listeners), now))?;
                    Ok(Advanced::GoOn)
                }
                Err(why) => unproven(tx, &claim, caller, &replacement, why, now),
            }
        })
        .await
}

/// Looks again later, unless the first listener is to have the old certificate again.
fn unproven(
    tx: &mut WriteTx<'_>,
    claim: &Claim,
    caller: &Caller,
    replacement: &Replacement,
    why: Unproven,
    now: Timestamp,
) -> Result<Advanced, Error> {
    let after = replacement.clone().checked(Err(why), now);
    if !after.is_open() {
        places::give_back(tx, caller, replacement, now)?;
        save(tx, replacement, &after)?;
        return Ok(Advanced::GoOn);
    }
    save(tx, replacement, &after)?;
    jobs::retry(tx, claim, look_again_at(&after, now), None)?;
    Ok(Advanced::Settled)
}

fn seen(new: Option<&Stored>) -> NewCertificateState {
    let lost = |why: String| NewCertificateState::Lost { why };
    match new.map(|new| (new.certificate.status(), &new.certificate)) {
        Some((Status::PendingValidation, _)) => NewCertificateState::Pending,
        Some((Status::Issued, _)) => NewCertificateState::Issued,
        Some((status, certificate)) => {
            let reason = certificate.failure_reason().map(|reason| format!(" ({})", reason.as_str()));
            lost(format!("the new certificate is {}{}", status.as_str(), reason.unwrap_or_default()))
        }
        None => lost("the new certificate was deleted".to_owned()),
    }
}

/// Attaches the new certificate on one listener, before the others.
fn attach_first(
    tx: &mut WriteTx<'_>,
    caller: &Caller,
    replacement: &Replacement,
    new: &NewCertificateState,
    now: Timestamp,
) -> Result<Advanced, Error> {
    let after = match new {
        NewCertificateState::Lost { why } => replacement.clone().failed(why.clone(), now),
        NewCertificateState::Pending | NewCertificateState::Issued => {
            let first = places::take_first(tx, caller, replacement, now)?;
            replacement.clone().attached_first(first, nodes::mark(tx)?, now)
        }
    };
    save(tx, replacement, &after)?;
    Ok(Advanced::GoOn)
}

/// The name of another node that does not serve yet what was attached. What this node serves is looked at.
fn behind(
    tx: &mut ReadTx<'_>,
    own: &NodeStatus,
    replacement: &Replacement,
    now: Timestamp,
) -> Result<Option<String>, Error> {
    match replacement.attached_by {
        Some(mark) => Ok(behind_at_edge(tx, own, mark, now)?),
        None => Ok(None),
    }
}

fn to_check(
    tx: &mut ReadTx<'_>,
    replacement: &Replacement,
    new: Option<&Stored>,
    old: Option<&Stored>,
) -> Result<Vec<ToCheck>, Error> {
    let old = old.and_then(|old| Some(old.certificate.version.as_ref()?.serial));
    let Some(new) = new.map(|new| &new.certificate) else { return Ok(Vec::new()) };
    let Some(current) = versions::current(tx, new.id)? else { return Ok(Vec::new()) };
    let mut chain = vec![current.leaf];
    chain.extend(pem::decode_certificates(&current.chain_pem).map_err(Error::internal)?);
    let mut to_check = Vec::new();
    for id in &replacement.moved {
        // A listener that is gone, or serves something else by now, is not this replacement's business.
        let listener = listeners::find(tx, &replacement.tenant, *id)?;
        let Some(listener) = listener.filter(|listener| listener.certificates().contains(&new.id)) else {
            continue;
        };
        let mut ids = listener.certificates();
        ids.retain(|other| *other != new.id);
        let others = certificates::find_all(tx, &replacement.tenant, &ids)?;
        to_check.push(ToCheck {
            address: SocketAddr::new(listener.address, listener.port),
            // A wildcard stands for any one label.
            server_name: new.domain_name().replacen('*', "wildcard", 1),
            chain: chain.clone(),
            others: others.iter().filter_map(|of| Some(of.certificate.version.as_ref()?.serial)).collect(),
            old,
        });
    }
    Ok(to_check)
}

/// Soon at first, seldom later.
fn look_again_at(replacement: &Replacement, now: Timestamp) -> Timestamp {
    let age = replacement.begun_at.duration_until(now).max(SignedDuration::ZERO);
    now + (age / 8).clamp(SignedDuration::from_millis(500), SignedDuration::from_mins(1))
}
