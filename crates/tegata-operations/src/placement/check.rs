//! Checking a placement.

use tegata_model::placement::{self, Finding, Placement, trace};

use super::gather::Gathering;
use super::path_name;
use crate::{Caller, Error, Instance};

/// A placement that was checked.
#[derive(Debug, Clone)]
pub struct CheckedPlacement {
    /// The path.
    pub placement: Placement,
    /// What is wrong, in the order of the hops.
    pub findings: Vec<Finding>,
}

/// What is wrong on the path from a name, as far as state and declarations show it. Nothing is connected to.
///
/// # Errors
/// `path-name` when it is no host name.
pub async fn check(instance: &Instance, caller: &Caller, name: &str) -> Result<CheckedPlacement, Error> {
    caller.may("tegata:CheckPlacement")?;
    checked(instance, caller, name).await
}

/// The same for a picture.
///
/// # Errors
/// `path-name` when it is no host name.
pub async fn draw(instance: &Instance, caller: &Caller, name: &str) -> Result<CheckedPlacement, Error> {
    caller.may("tegata:DrawPlacement")?;
    checked(instance, caller, name).await
}

async fn checked(instance: &Instance, caller: &Caller, name: &str) -> Result<CheckedPlacement, Error> {
    let name = path_name(name)?;
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    let gathering = Gathering::new(instance, caller);
    instance
        .read(move |tx| {
            let placement = trace(&name, &gathering.known(tx, &name)?);
            let findings = placement::check(&placement, &tenant, now);
            Ok(CheckedPlacement { placement, findings })
        })
        .await
}
