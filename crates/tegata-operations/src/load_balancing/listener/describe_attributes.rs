//! Showing a listener's attributes.

use tegata_model::load_balancing::ListenerId;

use crate::{Caller, Error, Instance, Named};

/// Shows every attribute with its value.
///
/// # Errors
/// `no-such-listener`.
pub async fn describe_attributes(
    instance: &Instance,
    caller: &Caller,
    named: Named<ListenerId>,
) -> Result<Vec<(&'static str, String)>, Error> {
    caller.may("elasticloadbalancing:DescribeListenerAttributes")?;
    let tenant = caller.tenant.clone();
    let found = instance.read(move |tx| super::listener(tx, &tenant, &named)).await?;
    let all = found.attribute_table().all(&found.attributes);
    Ok(all.map(|(key, value)| (key, value.to_owned())).collect())
}
