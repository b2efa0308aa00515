//! Looking at replacements.

use tegata_model::ReplacementId;
use tegata_model::replacement::Replacement;
use tegata_store::replacements;

use super::not_found;
use crate::{Caller, Error, Instance};

/// How many are listed at most.
const LIMIT: u32 = 200;

/// The caller's replacements, the newest first; the last 200.
///
/// # Errors
/// When the store fails.
pub async fn list(instance: &Instance, caller: &Caller) -> Result<Vec<Replacement>, Error> {
    caller.may("tegata:ListReplacements")?;
    let tenant = caller.tenant.clone();
    instance.read(move |tx| Ok(replacements::list(tx, &tenant, LIMIT)?)).await
}

/// A replacement.
///
/// # Errors
/// `no-such-replacement`.
pub async fn show(instance: &Instance, caller: &Caller, id: ReplacementId) -> Result<Replacement, Error> {
    caller.may("tegata:DescribeReplacement")?;
    let tenant = caller.tenant.clone();
    instance.read(move |tx| replacements::find(tx, &tenant, id)?.ok_or_else(|| not_found(id))).await
}
