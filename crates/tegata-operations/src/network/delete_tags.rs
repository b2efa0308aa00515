//! Removing tags from what EC2's API shows.

use tegata_store::network::tags;

use super::create_tags::check_resources;
use super::default_group::default_group;
use crate::{Caller, Error, Instance};

/// A tag to be removed: with a value only if it has this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagNamed {
    /// Its key.
    pub key: String,
    /// Its value, if that matters.
    pub value: Option<String>,
}

/// Removes tags from things: all of them when none is named (EC2 API Reference, `DeleteTags`).
///
/// # Errors
/// `no-such-network-thing`.
pub async fn delete_tags(
    instance: &Instance,
    caller: &Caller,
    resources: Vec<String>,
    removed: Option<Vec<TagNamed>>,
) -> Result<(), Error> {
    caller.may("ec2:DeleteTags")?;
    let tenant = caller.tenant.clone();
    let (default, settings) = (default_group(&instance.secret, &tenant), instance.settings());
    instance
        .write(move |tx| {
            check_resources(tx, &tenant, &default, &settings, &resources)?;
            let present = tags::all(tx, &tenant)?;
            for resource in &resources {
                for tag in present.get(resource).into_iter().flatten() {
                    let is_named = removed.as_ref().is_none_or(|removed| {
                        removed.iter().any(|named| {
                            named.key == tag.key && (named.value.is_none() || named.value == tag.value)
                        })
                    });
                    if is_named {
                        tags::delete(tx, &tenant, resource, &tag.key)?;
                    }
                }
            }
            Ok(())
        })
        .await
}
