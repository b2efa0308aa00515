//! Saying that a copy of the store is to be gone on with.

use tegata_model::change::Change;
use tegata_model::event::{Event, EventKind};
use tegata_store::{StoreError, marks, meta};

use super::held::{HELD, Held, held};
use crate::{Caller, Error, Instance};

/// What was acknowledged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acknowledged {
    /// Why the store was held; `None` when it was not, and nothing was done.
    pub held: Option<Held>,
}

/// Takes changes again. The numbering of changes and events goes on above what the journal has seen, so that no number
/// stands for two things.
///
/// # Errors
/// When the caller may not, or the store fails.
pub async fn acknowledge(instance: &Instance, caller: &Caller) -> Result<Acknowledged, Error> {
    caller.may("tegata:AcknowledgeRestore")?;
    let above = instance.journal.as_ref().map(|journal| journal.marks()).unwrap_or_default();
    let (at, tenant) = (instance.clock.now(), caller.tenant.clone());
    let found = instance
        .write_although_held(move |tx| -> Result<Option<Held>, StoreError> {
            let Some(found) = held(tx)? else { return Ok(None) };
            let stands = marks::marks(tx)?;
            marks::raise(tx, above)?;
            meta::delete(tx, HELD)?;
            tx.record_change(&Change::Access("restored".to_owned()), at)?;
            tx.record_event(&Event {
                at,
                tenant: Some(tenant.clone()),
                kind: EventKind::StoreRestoreAcknowledged,
                subject: "store".to_owned(),
                detail: serde_json::json!({
                    "Reasons": found.reasons,
                    "Change": stands.change,
                    "Event": stands.event,
                }),
            })?;
            Ok(Some(found))
        })
        .await?;
    instance.hold(None);
    Ok(Acknowledged { held: found })
}
