//! Showing a placement.

use tegata_model::placement::{Placement, trace};

use super::gather::Gathering;
use super::path_name;
use crate::{Caller, Error, Instance};

/// The path from a name to where its data ends, with what TLS does at each hop.
///
/// # Errors
/// `path-name` when it is no host name.
pub async fn describe(instance: &Instance, caller: &Caller, name: &str) -> Result<Placement, Error> {
    caller.may("tegata:DescribePlacement")?;
    let name = path_name(name)?;
    let gathering = Gathering::new(instance, caller);
    instance.read(move |tx| Ok(trace(&name, &gathering.known(tx, &name)?))).await
}
