//! Showing the tags of load balancers, listeners, rules and target groups.

use tegata_model::tag::Tag;

use super::{DESCRIBED_MAX, Tagged, each_once, refusal};
use crate::{Caller, Error, Instance};

/// Shows the tags of things, in the order in which they are asked for.
///
/// # Errors
/// When a thing is not there, or too many are asked for.
pub async fn list_tags(
    instance: &Instance,
    caller: &Caller,
    things: Vec<Tagged>,
) -> Result<Vec<(Tagged, Vec<Tag>)>, Error> {
    caller.may("elasticloadbalancing:DescribeTags")?;
    let things = each_once(things);
    if things.len() > DESCRIBED_MAX {
        return Err(refusal::too_many_named("resources"));
    }
    let tenant = caller.tenant.clone();
    instance
        .read(move |tx| things.iter().map(|thing| Ok((thing.clone(), thing.tags(tx, &tenant)?))).collect())
        .await
}
