//! Reporting whether a listener is open.

use serde_json::json;
use tegata_model::event::EventKind;
use tegata_model::load_balancing::{Listener, ListenerId};
use tegata_store::load_balancing::listeners;

use crate::load_balancing::load_balancer::event;
use crate::{Error, Worker};

/// Keeps what the edge found when it applied a listener in `revision`: why it is not open, or that it is.
/// The load balancer's state follows from it. A report about another revision, or about a listener that is
/// gone, changes nothing.
///
/// # Errors
/// When the store fails.
pub async fn report(
    worker: &Worker,
    id: ListenerId,
    revision: u64,
    fault: Option<String>,
) -> Result<(), Error> {
    let now = worker.clock.now();
    let known = worker.read(move |tx| listeners::find_any(tx, id)).await?;
    if known.is_none_or(|known| known.revision != revision || known.fault == fault) {
        return Ok(());
    }
    worker
        .write(move |tx| {
            let Some(present) = listeners::find_any(tx, id)?.filter(|present| present.revision == revision)
            else {
                return Ok(());
            };
            let kind = if fault.is_some() { EventKind::ListenerFailed } else { EventKind::ListenerOpened };
            let after = Listener { fault: fault.clone(), ..present };
            listeners::update(tx, &after)?;
            let detail = json!({ "Address": after.address, "Port": after.port, "Cause": after.fault });
            tx.record_event(&event(&after.tenant, kind, &after.id, detail, now))?;
            Ok(())
        })
        .await
}
