//! Waiting for the edge, and taking back what it could not do.
//!
//! An answer that says a listener is made or changed means that the edge serves it so (or, when it has not
//! come to it within [`EDGE_WITHIN`](crate::edge_board::EDGE_WITHIN), that it will). One that says it failed
//! means that nothing has changed: a new listener is taken down again, a changed one put back as it was. If we
//! stop between the two steps the listener stays, and its load balancer's state says that it is not open.

use tegata_model::load_balancing::Listener;
use tegata_store::load_balancing::listeners;

use super::attach::Fit;
use super::{Words, keep, take_down};
use crate::edge_board::Waited;
use crate::{Error, Instance, Kind};

/// Waits until the edge serves a new listener; takes it down again when it cannot.
pub(super) async fn made(instance: &Instance, listener: Listener) -> Result<(), Error> {
    let Waited::Failed(reason) = instance.edge.wait_applied(listener.id, listener.revision).await else {
        return Ok(());
    };
    let now = instance.clock.now();
    instance
        .write(move |tx| match listeners::find_any(tx, listener.id)? {
            Some(present) if present.revision == listener.revision => Ok(take_down(tx, &present, now)?),
            _ => Ok::<_, Error>(()),
        })
        .await?;
    Err(not_open(&reason, "No listener was made."))
}

/// Waits until the edge serves a changed listener; puts it back as it was when it cannot.
pub(super) async fn changed(instance: &Instance, before: Listener, after: Listener) -> Result<(), Error> {
    if before.revision == after.revision {
        return Ok(());
    }
    let Waited::Failed(reason) = instance.edge.wait_applied(after.id, after.revision).await else {
        return Ok(());
    };
    let now = instance.clock.now();
    let put_back = instance
        .write(move |tx| match listeners::find_any(tx, after.id)? {
            Some(present) if present.revision == after.revision => {
                let back = Listener { revision: after.revision.saturating_add(1), ..before.clone() };
                keep(tx, &present, &back, &Words::default(), Fit::Before, now)
            }
            _ => Ok(()),
        })
        .await;
    match put_back {
        Ok(()) => Err(not_open(&reason, "The listener stays as it was.")),
        // A certificate that it let go may have been deleted since.
        Err(error) if error.kind() == Kind::NotFound => Err(not_open(
            &reason,
            "The listener is changed, and cannot be put back: its certificate is gone.",
        )),
        Err(error) => Err(error),
    }
}

fn not_open(reason: &str, outcome: &str) -> Error {
    Error::conflict("listener-not-open", format!("{reason} {outcome}"))
}
