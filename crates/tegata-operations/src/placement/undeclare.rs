//! Taking a declaration back.

use tegata_model::event::EventKind;
use tegata_store::declared_hops;

use crate::reason::PlacementReason;
use crate::{Caller, Error, Instance};

/// Deletes a declared hop of the caller's.
///
/// # Errors
/// `no-such-hop`.
pub async fn undeclare(instance: &Instance, caller: &Caller, name: String) -> Result<(), Error> {
    caller.may("tegata:UndeclareHop")?;
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    instance
        .write(move |tx| {
            let hop = declared_hops::find(tx, &tenant, &name)?.ok_or_else(|| {
                let message = format!("There is no declared hop {name}. ListDeclaredHops shows the names.");
                Error::not_found(PlacementReason::NoSuchHop, message)
            })?;
            declared_hops::delete(tx, &tenant, &name)?;
            Ok(tx.record_event(&hop.event(EventKind::HopUndeclared, now))?)
        })
        .await
}
