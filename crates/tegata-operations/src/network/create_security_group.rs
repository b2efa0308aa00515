//! Making a security group.

use tegata_model::event::EventKind;
use tegata_model::network::security_group::PER_TENANT_MAX;
use tegata_model::network::{SecurityGroup, SecurityGroupId, SecurityGroupRuleId};
use tegata_model::tag::Tag;
use tegata_store::network::{security_groups, tags as stored_tags};

use super::create_tags::check;
use super::default_group::default_group;
use super::event::event;
use crate::reason::NetworkReason;
use crate::{Caller, Error, Instance};

/// The longest name or description (EC2 API Reference, `CreateSecurityGroup`).
const CHARACTERS_MAX: usize = 255;

/// What a security group's creator asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSecurityGroup {
    /// Unique in the VPC.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Its tags.
    pub tags: Vec<Tag>,
}

/// Makes a security group that lets everything out and nothing in.
///
/// # Errors
/// `network-value`, `security-group-exists`, `too-many-security-groups`, and of its tags.
pub async fn create_security_group(
    instance: &Instance,
    caller: &Caller,
    request: NewSecurityGroup,
) -> Result<SecurityGroup, Error> {
    caller.may("ec2:CreateSecurityGroup")?;
    let NewSecurityGroup { name, description, tags } = request;
    let value = |name: &str, value: &str, why: &str| {
        let message = format!("Value ({value}) for parameter {name} is invalid. {why}");
        Err(Error::invalid(NetworkReason::Value, message))
    };
    if name.is_empty() || name.chars().count() > CHARACTERS_MAX {
        return value("groupName", &name, "It has to have 1 to 255 characters");
    }
    if name.starts_with("sg-") {
        return value("groupName", &name, "Group names may not be in the format sg-*");
    }
    if description.is_empty() || description.chars().count() > CHARACTERS_MAX {
        return value("groupDescription", &description, "It has to have 1 to 255 characters");
    }
    check(&[], &tags)?;
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    let id = SecurityGroupId::from_random(instance.entropy.bytes());
    let rule = SecurityGroupRuleId::from_random(instance.entropy.bytes());
    let made = SecurityGroup::new(id, tenant.clone(), name, description, rule);
    let default = default_group(&instance.secret, &tenant);
    let vpc = instance.settings().network.vpc.clone();
    instance
        .write(move |tx| {
            let is_taken = made.name == default.name
                || security_groups::find_by_name(tx, &tenant, &made.name)?.is_some();
            if is_taken {
                let message = format!("The security group '{}' already exists for VPC '{vpc}'", made.name);
                return Err(Error::conflict(NetworkReason::GroupExists, message));
            }
            if security_groups::count(tx, &tenant)? >= PER_TENANT_MAX {
                return Err(Error::limit_exceeded(
                    NetworkReason::TooManyGroups,
                    format!("The maximum number of security groups has been reached: {PER_TENANT_MAX}."),
                ));
            }
            security_groups::insert(tx, &made)?;
            for tag in &tags {
                stored_tags::put(tx, &tenant, &made.id.to_string(), tag)?;
            }
            tx.record_event(&event(EventKind::SecurityGroupCreated, &made, now))?;
            Ok(made.clone())
        })
        .await
}
