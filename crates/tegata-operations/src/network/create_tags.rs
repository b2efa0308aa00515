//! Tagging what EC2's API shows.

use tegata_model::Tenant;
use tegata_model::network::{Network, SecurityGroup};
use tegata_model::tag::{TAGS_MAX, Tag};
use tegata_store::ReadTx;
use tegata_store::network::tags;

use super::default_group::default_group;
use super::groups;
use crate::reason::NetworkReason;
use crate::{Caller, Error, Instance, Settings};

/// The longest key and value (EC2 User Guide, "Tag restrictions").
const KEY_CHARACTERS_MAX: usize = 127;
const VALUE_CHARACTERS_MAX: usize = 255;
/// How many things one request may tag.
const RESOURCES_MAX: usize = 500;

/// Sets tags on things, all or none: the VPC, subnets, instances, security groups and their rules.
///
/// # Errors
/// `no-such-network-thing`, `network-value`, `too-many-network-tags`.
pub async fn create_tags(
    instance: &Instance,
    caller: &Caller,
    resources: Vec<String>,
    added: Vec<Tag>,
) -> Result<(), Error> {
    caller.may("ec2:CreateTags")?;
    let tenant = caller.tenant.clone();
    let (default, settings) = (default_group(&instance.secret, &tenant), instance.settings());
    check(&[], &added)?;
    instance
        .write(move |tx| {
            check_resources(tx, &tenant, &default, &settings, &resources)?;
            let present = tags::all(tx, &tenant)?;
            for resource in &resources {
                check(present.get(resource).map_or(&[], Vec::as_slice), &added)?;
                for tag in &added {
                    tags::put(tx, &tenant, resource, tag)?;
                }
            }
            Ok(())
        })
        .await
}

/// Refuses things that are not there.
pub(super) fn check_resources(
    tx: &mut ReadTx<'_>,
    tenant: &Tenant,
    default: &SecurityGroup,
    settings: &Settings,
    resources: &[String],
) -> Result<(), Error> {
    if resources.is_empty() || resources.len() > RESOURCES_MAX {
        let message = format!("Between 1 and {RESOURCES_MAX} resources can be tagged at a time.");
        return Err(Error::invalid(NetworkReason::Value, message));
    }
    let groups = groups(tx, tenant, default)?;
    let Network { vpc, subnets } = &settings.network;
    let is_there = |id: &str| {
        id == vpc
            || subnets.contains_key(id)
            || settings.instances.contains_key(id)
            || groups.iter().any(|group| {
                group.id.to_string() == id || group.rules.iter().any(|rule| rule.id.to_string() == id)
            })
    };
    let unknown = resources.iter().find(|id| !is_there(id));
    unknown.map_or(Ok(()), |id| {
        Err(Error::not_found(NetworkReason::NoSuchThing, format!("The ID '{id}' is not valid")))
    })
}

/// Whether tags can be added to those that are there.
pub(super) fn check(present: &[Tag], added: &[Tag]) -> Result<(), Error> {
    let invalid = |message: String| Err(Error::invalid(NetworkReason::Value, message));
    for (place, tag) in added.iter().enumerate() {
        let value = tag.value.as_deref().unwrap_or_default();
        if tag.key.is_empty() || tag.key.chars().count() > KEY_CHARACTERS_MAX {
            return invalid(format!("Tag keys have 1 to {KEY_CHARACTERS_MAX} characters."));
        }
        if value.chars().count() > VALUE_CHARACTERS_MAX {
            return invalid(format!("Tag values have at most {VALUE_CHARACTERS_MAX} characters."));
        }
        if tag.key.to_ascii_lowercase().starts_with("aws:") {
            return invalid("Tag keys starting with 'aws:' are reserved for internal use".to_owned());
        }
        if added[..place].iter().any(|other| other.key == tag.key) {
            return invalid(format!("Duplicate tag key '{}' specified.", tag.key));
        }
    }
    let new = added.iter().filter(|tag| present.iter().all(|other| other.key != tag.key)).count();
    if present.len() + new > TAGS_MAX {
        let message = format!("A resource can have at most {TAGS_MAX} tags.");
        return Err(Error::limit_exceeded(NetworkReason::TooManyTags, message));
    }
    Ok(())
}
