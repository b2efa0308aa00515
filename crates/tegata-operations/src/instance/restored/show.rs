//! Showing whether the store is held.

use super::held::{Held, held};
use crate::{Caller, Error, Instance};

/// Shows whether and why the store is held.
///
/// # Errors
/// When the caller may not, or the store fails.
pub async fn show(instance: &Instance, caller: &Caller) -> Result<Option<Held>, Error> {
    caller.may("tegata:DescribeRestore")?;
    Ok(instance.read(held).await?)
}
