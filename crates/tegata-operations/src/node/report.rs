//! Reporting what this node can and cannot serve.

use serde_json::json;
use tegata_model::HostedZoneId;
use tegata_model::change::Change;
use tegata_model::event::EventKind;
use tegata_model::load_balancing::ListenerId;
use tegata_model::node::{ListenerOutcome, NotOpen};
use tegata_store::load_balancing::listeners;
use tegata_store::nodes::{self, NodeFault};

use crate::load_balancing::load_balancer::event;
use crate::{Error, Worker};

/// How many faults a node takes over at its start.
const TAKEN_OVER_MAX: u32 = 10_000;

/// The listeners that nodes which are gone could not open, and why. A node that opens one of them says so.
///
/// # Errors
/// When the store fails.
pub async fn faults_left(worker: &Worker) -> Result<Vec<(ListenerId, NotOpen)>, Error> {
    let now = worker.clock.now();
    let left =
        worker.read(move |tx| Ok::<_, Error>(nodes::list_faults_left(tx, now, TAKEN_OVER_MAX)?)).await?;
    let of_listeners = left.into_iter().filter_map(|left| match left.subject {
        Change::Listener(id) => Some((id, left.fault)),
        _ => None,
    });
    Ok(of_listeners.collect())
}

/// Records what this node made of a listener in `revision`, and an event when that differs from `before`: what was
/// recorded last. A listener that is gone changes nothing.
///
/// # Errors
/// When the store fails.
pub async fn report_listener(
    worker: &Worker,
    id: ListenerId,
    revision: u64,
    before: ListenerOutcome,
    outcome: ListenerOutcome,
) -> Result<(), Error> {
    let (own, now) = (worker.node.clone(), worker.clock.now());
    worker
        .write(move |tx| {
            let Some(listener) = listeners::find_any(tx, id)? else { return Ok(()) };
            nodes::clear_fault(tx, &Change::Listener(id), own.id(), now)?;
            if let Err(fault) = &outcome {
                let (subject, fault) = (Change::Listener(id), fault.clone());
                nodes::put_fault(tx, &NodeFault { node: own.id(), subject, revision, fault })?;
            }
            if before == outcome {
                return Ok(());
            }
            let kind = match &outcome {
                Ok(()) => EventKind::ListenerOpened,
                // Another machine has its address, and opens it.
                Err(NotOpen::Elsewhere(_)) if !nodes::live_others(tx, own.id(), now)?.is_empty() => {
                    return Ok(());
                }
                Err(_) => EventKind::ListenerFailed,
            };
            let cause = outcome.as_ref().err().map(NotOpen::why);
            let detail = json!({
                "Address": listener.address, "Port": listener.port, "Cause": cause, "Node": own.name(),
            });
            tx.record_event(&event(&listener.tenant, kind, &listener.id, detail, now))?;
            Ok(())
        })
        .await
}

/// Records whether this node can serve a zone as it is. While it cannot, no change of the zone is in sync.
///
/// # Errors
/// When the store fails.
pub async fn report_zone(worker: &Worker, id: &HostedZoneId, fault: Option<String>) -> Result<(), Error> {
    if !worker.node.can_serve(id, fault.is_none()) {
        return Ok(());
    }
    let (own, now, subject) = (worker.node.id(), worker.clock.now(), Change::HostedZone(id.clone()));
    worker
        .write_apart(move |tx| {
            nodes::clear_fault(tx, &subject, own, now)?;
            if let Some(why) = &fault {
                let fault = NotOpen::Failed(why.clone());
                nodes::put_fault(tx, &NodeFault { node: own, subject: subject.clone(), revision: 0, fault })?;
            }
            Ok(())
        })
        .await
}
