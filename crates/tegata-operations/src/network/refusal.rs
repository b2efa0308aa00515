//! Refusals of the network, in the words of EC2.

use tegata_model::network::security_group::{ChangeRefused, Permission, RULES_MAX};

use crate::Error;
use crate::reason::NetworkReason;

/// A security group that is not there.
#[must_use]
pub fn no_such_group(id: &str) -> Error {
    Error::not_found(NetworkReason::NoSuchGroup, format!("The security group '{id}' does not exist"))
}

pub(super) fn change(refused: &ChangeRefused) -> Error {
    match refused {
        ChangeRefused::Duplicate(permission, peer) => Error::conflict(
            NetworkReason::DuplicatePermission,
            format!("the specified rule \"peer: {peer}, {}, ALLOW\" already exists", ports(*permission)),
        ),
        ChangeRefused::NoSuchRule => Error::not_found(
            NetworkReason::NoSuchPermission,
            "The specified rule does not exist in this security group.",
        ),
        ChangeRefused::NoSuchRuleId(id) => Error::not_found(
            NetworkReason::NoSuchRule,
            format!("The security group rule ID '{id}' does not exist"),
        ),
        ChangeRefused::TooMany => Error::limit_exceeded(
            NetworkReason::TooManyRules,
            format!("The maximum number of rules per security group has been reached: {RULES_MAX}."),
        ),
    }
}

fn ports(permission: Permission) -> String {
    let name = permission.protocol_name().to_uppercase();
    match (permission.protocol, permission.from, permission.to) {
        (None, _, _) => "ALL".to_owned(),
        (Some(_), Some(from), Some(to)) => format!("{name}, from port: {from}, to port: {to}"),
        (Some(_), _, _) => name,
    }
}
