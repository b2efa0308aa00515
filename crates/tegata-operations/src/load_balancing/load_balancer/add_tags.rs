//! Tagging load balancers, listeners, rules and target groups.

use tegata_model::load_balancing::tags;
use tegata_model::tag::Tag;

use super::tagged::retag;
use super::{Tagged, refusal};
use crate::{Caller, Error, Instance};

/// Writes tags on things, on all or on none; a key that is there already takes the new value.
///
/// # Errors
/// When a thing is not there, or tags break a rule.
pub async fn add_tags(
    instance: &Instance,
    caller: &Caller,
    things: Vec<Tagged>,
    added: Vec<Tag>,
) -> Result<(), Error> {
    caller.may("elasticloadbalancing:AddTags")?;
    retag(instance, caller, things, move |present| tags::add(present, &added).map_err(refusal::tags)).await
}
