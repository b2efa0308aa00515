//! Taking tags off load balancers, listeners and target groups.

use tegata_model::load_balancing::tags;

use super::{DESCRIBED_MAX, Tagged, refusal};
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
    if things.len() > DESCRIBED_MAX {
        return Err(refusal::too_many_named("resources"));
    }
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    instance
        .write(move |tx| {
            things.iter().try_for_each(|thing| {
                thing.retag(tx, &tenant, now, |present| Ok(tags::remove(present, &keys)))
            })
        })
        .await
}
