//! Giving a caller the policies that decide on its requests.

use super::{Reference, resolve};
use crate::{Caller, Error, Instance};

/// The caller of a request that names these things, ready to be asked whether it may. Costs the owner nothing.
///
/// # Errors
/// When the store fails.
pub async fn admit(instance: &Instance, caller: Caller, names: Vec<Reference>) -> Result<Caller, Error> {
    if caller.is_owner() {
        return Ok(caller);
    }
    let policies = instance.access.policies(instance, caller.account()).await?;
    let on = resolve::resolve(instance, &caller, names).await?;
    Ok(caller.under(policies, on, instance.clock.now()))
}
