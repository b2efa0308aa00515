//! Taking tags off load balancers, listeners, rules and target groups.

use tegata_model::load_balancing::tags;

use super::Tagged;
use super::tagged::retag;
use crate::{Caller, Error, Instance};

/// Takes the tags with these keys off things, off all or off none; keys that are not there are passed over.
///
/// # Errors
/// When a thing is not there.
pub async fn remove_tags(
    instance: &Instance,
    caller: &Caller,
    things: Vec<Tagged>,
    keys: Vec<String>,
) -> Result<(), Error> {
    caller.may("elasticloadbalancing:RemoveTags")?;
    retag(instance, caller, things, move |present| Ok(tags::remove(present, &keys))).await
}
