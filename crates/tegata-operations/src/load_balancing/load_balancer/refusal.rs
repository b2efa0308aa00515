//! The model's refusals of load balancers, names, tags and attributes in the words of ELB.

use std::net::IpAddr;

use tegata_model::load_balancing::attribute::AttributeRefused;
use tegata_model::load_balancing::load_balancer::{CreationRefused, PER_TENANT_MAX};
use tegata_model::load_balancing::name::{NAME_MAX, NameRefused};
use tegata_model::load_balancing::tags::TagsRefused;

use crate::Error;
use crate::reason::LoadBalancingReason;

/// A value that breaks a rule: `ValidationError` on the wire.
pub(crate) fn invalid(message: impl Into<String>) -> Error {
    Error::invalid(LoadBalancingReason::Value, message)
}

pub(crate) fn creation(refused: CreationRefused, name: &str) -> Error {
    match refused {
        CreationRefused::Name(refused) => self::name("The load balancer name", name, refused),
        CreationRefused::Taken => Error::conflict(
            LoadBalancingReason::LoadBalancerNameTaken,
            format!("A load balancer with the same name '{name}' exists, but with different settings"),
        ),
        CreationRefused::TooMany => Error::limit_exceeded(
            LoadBalancingReason::TooManyLoadBalancers,
            format!("The maximum number of load balancers has been reached: {PER_TENANT_MAX}"),
        ),
        CreationRefused::Network => Error::invalid(
            LoadBalancingReason::Configuration,
            "A load balancer cannot be attached to the same subnet twice, or to more than 32 subnets or security groups",
        ),
        CreationRefused::Tags(refused) => tags(refused),
        CreationRefused::NoAddress => Error::unavailable(
            LoadBalancingReason::NoEdgeAddress,
            "There is no edge address to open listeners on. Add one with `tegata up --edge-address`",
        ),
    }
}

/// Subnets that do not have the address on which listeners are open.
pub(super) fn address_elsewhere(address: IpAddr) -> Error {
    Error::invalid(
        LoadBalancingReason::Configuration,
        format!(
            "The load balancer's listeners are open on {address}, which is not in these subnets. Name a subnet with that \
             address, or delete the listeners first"
        ),
    )
}

pub(crate) fn name(what: &str, name: &str, refused: NameRefused) -> Error {
    invalid(match refused {
        NameRefused::Empty => format!("{what} cannot be empty"),
        NameRefused::TooLong => format!("{what} '{name}' cannot be longer than '{NAME_MAX}' characters"),
        NameRefused::Characters => {
            format!(
                "{what} '{name}' can only contain characters that are alphanumeric characters or hyphens(-)"
            )
        }
        NameRefused::Hyphen => format!("{what} '{name}' cannot begin or end with a hyphen(-)"),
        NameRefused::Internal => format!("{what} '{name}' cannot begin with 'internal-'"),
    })
}

pub(crate) fn tags(refused: TagsRefused) -> Error {
    match refused {
        TagsRefused::Repeated { key } => Error::invalid(
            LoadBalancingReason::RepeatedTag,
            format!("Tag key was specified more than once: {key}"),
        ),
        TagsRefused::TooMany => Error::limit_exceeded(
            LoadBalancingReason::TooManyTags,
            "The quota for the number of tags that can be assigned to a resource has been reached",
        ),
        TagsRefused::Reserved { key } => {
            invalid(format!("Tag key '{key}' cannot begin with 'aws:', which is kept for AWS's own tags"))
        }
    }
}

/// `what` is the kind of thing, such as `Load balancer`; `whose` tells which have the attribute.
pub(crate) fn attributes(what: &str, whose: &str, refused: AttributeRefused) -> Error {
    match refused {
        AttributeRefused::Unknown { key } => {
            invalid(format!("{what} attribute key '{key}' is not recognized"))
        }
        AttributeRefused::Unsupported { key } => Error::invalid(
            LoadBalancingReason::Configuration,
            format!("{what} attribute key '{key}' is not supported on {whose}"),
        ),
        AttributeRefused::Missing { key } => {
            invalid(format!("A value must be specified for attribute '{key}'"))
        }
        AttributeRefused::Value { key, value, wanted } => {
            invalid(format!("'{key}' value '{value}' must be {wanted}"))
        }
        // Terraform looks for `attribute key '…' is not supported`, and then goes on without the key.
        AttributeRefused::NotHonoured { key, value, default } => Error::invalid(
            LoadBalancingReason::Configuration,
            format!(
                "{what} attribute key '{key}' is not supported with the value '{value}': it is not built yet, and has \
                 its default '{default}'. Leave it out"
            ),
        ),
        AttributeRefused::Repeated { key } => {
            invalid(format!("Attribute key '{key}' was specified more than once"))
        }
    }
}

/// A network load balancer that was created without security groups.
pub(super) fn no_security_groups() -> Error {
    Error::invalid(
        LoadBalancingReason::Configuration,
        "Security groups cannot be set on a load balancer of type 'network' that was created without security groups: \
         create the load balancer again with them",
    )
}

pub(crate) fn too_many_named(what: &str) -> Error {
    invalid(format!("Up to '{}' {what} can be described at a time", super::DESCRIBED_MAX))
}
