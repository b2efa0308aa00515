//! Setting a listener's attributes.

use tegata_model::load_balancing::ListenerId;
use tegata_store::nodes;

use super::attach::Eligibility;
use super::{Words, await_edge, save};
use crate::load_balancing::load_balancer::refusal;
use crate::{Caller, Error, Instance, Named};

/// Sets attributes, all or none, answers once the edge serves by them, and shows every one with its value.
///
/// # Errors
/// `no-such-listener`, `balancing-value`, `balancing-configuration`.
pub async fn modify_attributes(
    instance: &Instance,
    caller: &Caller,
    named: Named<ListenerId>,
    changes: Vec<(String, Option<String>)>,
) -> Result<Vec<(&'static str, String)>, Error> {
    caller.may("elasticloadbalancing:ModifyListenerAttributes")?;
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    let (before, after, mark) = instance
        .write(move |tx| {
            let before = super::listener(tx, &tenant, &named)?;
            let set = before.attribute_table().set(&before.attributes, &changes);
            let attributes = set.map_err(|refused| {
                let whose = format!("{} listeners", before.protocol().as_str());
                refusal::attributes("Listener", &whose, refused)
            })?;
            if attributes == before.attributes {
                return Ok((before.clone(), before, nodes::mark(tx)?));
            }
            let after = before.with_attributes(attributes);
            save(tx, &before, &after, &Words::default(), Eligibility::At(now), now)?;
            Ok::<_, Error>((before, after, nodes::mark(tx)?))
        })
        .await?;
    let all = after.attribute_table().all(&after.attributes);
    let shown = all.map(|(key, value)| (key, value.to_owned())).collect();
    await_edge::changed(instance, before, after, mark).await?;
    Ok(shown)
}
