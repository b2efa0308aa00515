//! Saying that the system's clock is right although it has jumped.

use tegata_model::event::{Event, EventKind};
use tegata_store::StoreError;

use super::Shown;
use crate::{Caller, Error, Instance};

/// Trusts the system's clock of this process from now on. Does nothing to one that is trusted already.
///
/// # Errors
/// When the caller may not, or the store fails.
pub async fn acknowledge(instance: &Instance, caller: &Caller) -> Result<Shown, Error> {
    caller.may("tegata:AcknowledgeClock")?;
    let Err(doubt) = instance.clock.trusted_now() else { return super::show(instance, caller) };
    let (at, tenant) = (instance.clock.now(), caller.tenant.clone());
    instance
        .write(move |tx| -> Result<(), StoreError> {
            tx.record_event(&Event {
                at,
                tenant: Some(tenant.clone()),
                kind: EventKind::ClockAcknowledged,
                subject: "clock".to_owned(),
                detail: serde_json::json!({
                    "Expected": doubt.expected.to_string(),
                    "Found": doubt.found.to_string(),
                }),
            })
        })
        .await?;
    instance.clock.acknowledge();
    super::show(instance, caller)
}
