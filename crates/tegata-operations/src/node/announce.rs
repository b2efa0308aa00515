//! Saying to the other nodes that this one is there.

use jiff::SignedDuration;
use tegata_store::{newest_schema, nodes, schema_of};

use crate::{Error, Worker};

/// How long a node that is not seen any more is listed.
const LISTED_FOR: SignedDuration = SignedDuration::from_hours(24);

/// Says that this node is there, and up to where it serves.
///
/// A change that commits between a node's last look at the change log and its first word here is answered with by it a
/// moment after the others.
///
/// # Errors
/// When the store fails.
pub async fn announce(worker: &Worker) -> Result<(), Error> {
    let now = worker.clock.now();
    let node = worker.node.as_of(now);
    worker
        .write_apart(move |tx| {
            nodes::announce(tx, &node)?;
            nodes::purge(tx, now - LISTED_FOR)?;
            Ok(())
        })
        .await
}

/// Whether a newer release has upgraded the store. What it writes may mean nothing to this one.
///
/// # Errors
/// When the store fails.
pub async fn is_outdated(worker: &Worker) -> Result<bool, Error> {
    Ok(worker.read(|tx| Ok::<_, Error>(schema_of(tx)?.version)).await? > newest_schema())
}

/// Says that this node stops.
///
/// # Errors
/// When the store fails; its lease then runs out.
pub async fn leave(worker: &Worker) -> Result<(), Error> {
    let id = worker.node.id();
    worker.write_apart(move |tx| Ok(nodes::remove(tx, id)?)).await
}
