//! Declaring a hop that this instance does not run.

use tegata_model::event::EventKind;
use tegata_model::placement::{DeclarationRefused, DeclaredHop, HopDeclaration, plan_declaration};
use tegata_store::declared_hops;

use crate::reason::PlacementReason;
use crate::{Caller, Error, Instance};

/// Declares a hop of the caller's, in place of one of that name.
///
/// # Errors
/// `hop-declaration` when it breaks a rule; `too-many-hops`.
pub async fn declare(
    instance: &Instance,
    caller: &Caller,
    declaration: HopDeclaration,
) -> Result<DeclaredHop, Error> {
    caller.may("tegata:DeclareHop")?;
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    instance
        .write(move |tx| {
            let present = declared_hops::list(tx, &tenant)?;
            let others = present.iter().filter(|hop| hop.name != declaration.name).count();
            let others = u32::try_from(others).unwrap_or(u32::MAX);
            let hop =
                plan_declaration(&tenant, declaration.clone(), others, now).map_err(|why| refused(&why))?;
            // A declaration that changes nothing leaves no event.
            let same = DeclaredHop { declared_at: now, ..hop.clone() };
            let is_same = |present: &DeclaredHop| DeclaredHop { declared_at: now, ..present.clone() } == same;
            if let Some(present) = present.into_iter().find(is_same) {
                return Ok(present);
            }
            declared_hops::put(tx, &hop)?;
            tx.record_event(&hop.event(EventKind::HopDeclared, now))?;
            Ok::<_, Error>(hop)
        })
        .await
}

fn refused(refused: &DeclarationRefused) -> Error {
    let message = format!("{refused}.");
    match refused {
        DeclarationRefused::TooMany => Error::limit_exceeded(PlacementReason::TooManyHops, message),
        _ => Error::invalid(PlacementReason::Declaration, message),
    }
}
