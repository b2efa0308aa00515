//! Waiting for the edge, and taking back what it could not do.
//!
//! An answer that says a listener is made or changed means that the edge of this node or of another serves it so (or, when
//! it has not come to it within [`EDGE_WITHIN`](crate::instance::edge_status::EDGE_WITHIN), that it will). One that says it
//! failed means that no node could do it, and that nothing is left of the change, whatever was changed since: a new listener is taken down again, and a
//! changed one loses what this change did to it and keeps what others did. If we stop between the two steps the listener
//! stays, and its load balancer's state says that it is not open.

use std::time::Duration;

use tegata_model::load_balancing::Listener;
use tegata_model::load_balancing::listener::undo;
use tegata_model::node::{ChangeMark, ListenerOutcome, ListenerState, listener_state};
use tegata_store::WriteTx;
use tegata_store::certificates;
use tegata_store::load_balancing::{listeners, trust_stores};

use super::attach::Eligibility;
use super::{Words, forward, save, take_down};
use crate::instance::edge_status::Waited;
use crate::node::{Elsewhere, listener_elsewhere};
use crate::reason::LoadBalancingReason;
use crate::{Error, Instance, Kind};

/// How long the other nodes are waited for when this one cannot open a listener: they look at the change log every two
/// seconds.
const OTHERS_WITHIN: Duration = Duration::from_secs(5);
/// How often they are asked.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// Waits until an edge serves a new listener; takes it down again when none can.
pub(super) async fn created(instance: &Instance, listener: Listener, mark: ChangeMark) -> Result<(), Error> {
    let Some(reason) = why_not_open(instance, &listener, mark).await? else { return Ok(()) };
    let now = instance.clock.now();
    instance
        .write(move |tx| match listeners::find_any(tx, listener.id)? {
            Some(present) => Ok(take_down(tx, &present, now)?),
            None => Ok::<_, Error>(()),
        })
        .await?;
    Err(not_open(&reason, "No listener was created."))
}

/// Waits until an edge serves a changed listener; takes the change back when none can.
pub(super) async fn changed(
    instance: &Instance,
    before: Listener,
    after: Listener,
    mark: ChangeMark,
) -> Result<(), Error> {
    if before.revision == after.revision {
        return Ok(());
    }
    let Some(reason) = why_not_open(instance, &after, mark).await? else { return Ok(()) };
    let now = instance.clock.now();
    let outcome = instance
        .write(move |tx| {
            let Some(present) = listeners::find_any(tx, after.id)? else { return Ok(Undone::Whole) };
            let mut back = undo(&before, &after, &present);
            let outcome = retain_possible(tx, &present, &mut back)?;
            if back != present {
                save(tx, &present, &back, &Words::default(), Eligibility::Before, now)?;
            }
            Ok::<_, Error>(outcome)
        })
        .await?;
    Err(not_open(
        &reason,
        match outcome {
            Undone::Whole => "The listener was not changed.",
            Undone::InPart => {
                "The listener cannot be changed back: something that it used before has been deleted or \
                 taken since."
            }
        },
    ))
}

/// Why no node has opened a listener in its new form, once all have tried; `None` when one has, or may still.
async fn why_not_open(
    instance: &Instance,
    listener: &Listener,
    mark: ChangeMark,
) -> Result<Option<String>, Error> {
    let Waited::Failed(here) = instance.edge.wait_applied(listener.id, listener.revision).await else {
        return Ok(None);
    };
    let until = instance.clock.instant() + OTHERS_WITHIN;
    loop {
        match listener_elsewhere(instance, listener.id, mark).await? {
            Elsewhere::Open => return Ok(None),
            Elsewhere::Pending if instance.clock.instant() < until => tokio::time::sleep(LOOK_EVERY).await,
            Elsewhere::Pending => return Ok(None),
            Elsewhere::Shut(others) => {
                let own = std::iter::once((instance.node.name(), Err(here)));
                let others = others.iter().map(|(name, fault)| (&**name, Err(fault.clone())));
                let outcomes: Vec<(&str, ListenerOutcome)> = own.chain(others).collect();
                return Ok(match listener_state(&outcomes) {
                    ListenerState::Shut { reason } => Some(reason),
                    ListenerState::Open | ListenerState::OpenInPart { .. } => None,
                });
            }
        }
    }
}

/// How much of a change was taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Undone {
    Whole,
    InPart,
}

/// Leaves of `back` what a listener can have again: its port, certificates and target groups were free in the meantime.
fn retain_possible(tx: &mut WriteTx<'_>, present: &Listener, back: &mut Listener) -> Result<Undone, Error> {
    let wanted = back.clone();
    if back.port != present.port
        && listeners::at(tx, back.address, back.port)?.is_some_and(|id| id != back.id)
    {
        back.port = present.port;
    }
    if back.default_action != present.default_action {
        match forward::check_default(tx, back, &Words::default()) {
            Err(error) if matches!(error.kind(), Kind::NotFound | Kind::Conflict | Kind::LimitExceeded) => {
                back.default_action.clone_from(&present.default_action);
            }
            other => other?,
        }
    }
    if let Some(id) = back.trust_store().filter(|id| present.trust_store() != Some(*id))
        && trust_stores::find(tx, &back.tenant, id)?.is_none()
        && let (Some(back), Some(present)) = (back.service.tls_mut(), present.tls())
    {
        back.mutual_authentication = present.mutual_authentication;
    }
    let held = present.certificates();
    for id in back.certificates().into_iter().filter(|id| !held.contains(id)) {
        if certificates::find(tx, &back.tenant, id)?.is_some() {
            continue;
        }
        match (back.service.tls_mut(), present.service.tls()) {
            (Some(back), Some(present)) => {
                back.certificates.retain(|other| *other != id);
                if back.default_certificate == id {
                    back.default_certificate = present.default_certificate;
                }
            }
            _ => back.service.clone_from(&present.service),
        }
    }
    Ok(if *back == wanted { Undone::Whole } else { Undone::InPart })
}

fn not_open(reason: &str, outcome: &str) -> Error {
    Error::conflict(LoadBalancingReason::ListenerNotOpen, format!("{reason} {outcome}"))
}
