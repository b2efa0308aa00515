//! Moving the clock forward, so that a year of renewals is rehearsed in seconds.

use jiff::SignedDuration;
use tegata_model::event::{Event, EventKind};
use tegata_store::{ReadTx, StoreError, meta};

use super::Shown;
use crate::reason::InstanceReason;
use crate::{Caller, Error, Instance};

const NAME: &str = "clock-offset-seconds";
/// Certificates count by years: what lies a century ahead rehearses nothing.
const OFFSET_MAX: SignedDuration = SignedDuration::from_hours(100 * 366 * 24);

/// Moves the instance's clock forward and keeps it there, also over a restart.
///
/// # Errors
/// `clock-fixed` when this instance is none of a laptop's; `clock-too-far`.
pub async fn advance(instance: &Instance, caller: &Caller, by: SignedDuration) -> Result<Shown, Error> {
    caller.may("tegata:AdvanceClock")?;
    if !instance.clock_moves {
        return Err(Error::denied(
            InstanceReason::ClockFixed,
            "The clock can be moved only with the embedded store and the API on a loopback address. This \
             instance has another store or another address.",
        ));
    }
    let offset = instance.clock.offset().saturating_add(by);
    if offset > OFFSET_MAX || by.is_negative() {
        return Err(Error::invalid(
            InstanceReason::ClockTooFar,
            "The clock can only be moved forward, and to at most a hundred years ahead.",
        ));
    }
    let (at, tenant) = (instance.clock.now(), caller.tenant.clone());
    instance
        .write(move |tx| -> Result<(), StoreError> {
            meta::put(tx, NAME, offset.as_secs().to_string().as_bytes())?;
            tx.record_event(&Event {
                at,
                tenant: Some(tenant.clone()),
                kind: EventKind::ClockAdvanced,
                subject: "clock".to_owned(),
                detail: serde_json::json!({ "Seconds": by.as_secs(), "OffsetSeconds": offset.as_secs() }),
            })
        })
        .await?;
    instance.clock.advance(by);
    super::show(instance, caller)
}

/// How far ahead the clock was left at the last run.
///
/// # Errors
/// When the store fails.
pub fn kept_offset(tx: &mut ReadTx<'_>) -> Result<SignedDuration, StoreError> {
    let Some(kept) = meta::find(tx, NAME)? else { return Ok(SignedDuration::ZERO) };
    let seconds = std::str::from_utf8(&kept).ok().and_then(|text| text.parse().ok());
    Ok(SignedDuration::from_secs(seconds.unwrap_or_default()))
}
