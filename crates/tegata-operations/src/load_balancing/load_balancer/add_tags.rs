//! Tagging load balancers, listeners and target groups.

use tegata_model::load_balancing::tags;
use tegata_model::tag::Tag;

use super::{DESCRIBED_MAX, Tagged, refusal};
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
    if things.len() > DESCRIBED_MAX {
        return Err(refusal::too_many_named("resources"));
    }
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    instance
        .write(move |tx| {
            things.iter().try_for_each(|thing| {
                thing.retag(tx, &tenant, now, |present| tags::add(present, &added).map_err(refusal::tags))
            })
        })
        .await
}
