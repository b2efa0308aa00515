//! Showing a target group's attributes.

use tegata_model::load_balancing::TargetGroupId;

use crate::{Caller, Error, Instance, Named};

/// Shows every attribute with its value.
///
/// # Errors
/// `no-such-target-group`.
pub async fn describe_attributes(
    instance: &Instance,
    caller: &Caller,
    named: Named<TargetGroupId>,
) -> Result<Vec<(&'static str, String)>, Error> {
    caller.may("elasticloadbalancing:DescribeTargetGroupAttributes")?;
    let tenant = caller.tenant.clone();
    let found = instance.read(move |tx| super::target_group(tx, &tenant, &named)).await?;
    let table = found.attribute_table();
    Ok(table.all(&found.attributes).map(|(key, value)| (key, value.to_owned())).collect())
}
