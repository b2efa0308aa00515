//! From refusals to EC2's codes (EC2 API Reference, "Error codes for the Amazon EC2 API").

use tegata_operations::reason::{NetworkReason, Reason};
use tegata_operations::{Error, Kind};

/// HTTP status and code of a refusal.
pub(crate) fn code(error: &Error) -> (u16, &'static str) {
    match error.reason() {
        Reason::Network(reason) => of_network(reason),
        Reason::Access(_)
        | Reason::Certificate(_)
        | Reason::Event(_)
        | Reason::Instance(_)
        | Reason::LoadBalancing(_)
        | Reason::Placement(_)
        | Reason::Replacement(_)
        | Reason::Zone(_) => by_kind(error.kind()),
    }
}

fn of_network(reason: NetworkReason) -> (u16, &'static str) {
    use NetworkReason as R;
    let code = match reason {
        R::DefaultGroup => "CannotDelete",
        R::DryRun => return (412, "DryRunOperation"),
        R::DuplicatePermission => "InvalidPermission.Duplicate",
        R::GroupExists => "InvalidGroup.Duplicate",
        R::InUse => "DependencyViolation",
        R::MalformedId => "InvalidGroupId.Malformed",
        R::Missing => "MissingParameter",
        R::NoSuchGroup => "InvalidGroup.NotFound",
        R::NoSuchInstance => "InvalidInstanceID.NotFound",
        R::NoSuchInterface => "InvalidNetworkInterfaceID.NotFound",
        R::NoSuchPermission => "InvalidPermission.NotFound",
        R::NoSuchRouteTable => "InvalidRouteTableID.NotFound",
        R::NoSuchRule => "InvalidSecurityGroupRuleId.NotFound",
        R::NoSuchSubnet => "InvalidSubnetID.NotFound",
        R::NoSuchThing => "InvalidID",
        R::NoSuchVpc => "InvalidVpcID.NotFound",
        R::NotSupported => "UnsupportedOperation",
        R::TooManyGroups => "SecurityGroupLimitExceeded",
        R::TooManyRules => "RulesPerSecurityGroupLimitExceeded",
        R::TooManyTags => "TagLimitExceeded",
        R::Value => "InvalidParameterValue",
    };
    (400, code)
}

fn by_kind(kind: Kind) -> (u16, &'static str) {
    match kind {
        Kind::Invalid | Kind::NotFound | Kind::Conflict | Kind::LimitExceeded => {
            (400, "InvalidParameterValue")
        }
        Kind::Denied => (403, "UnauthorizedOperation"),
        Kind::Throttled => (503, "RequestLimitExceeded"),
        Kind::Unavailable => (503, "Unavailable"),
        Kind::Internal => (500, "InternalError"),
    }
}

/// A value that breaks a rule.
pub(super) fn invalid(message: impl Into<String>) -> Error {
    Error::invalid(NetworkReason::Value, message)
}

/// A member that is missing.
pub(super) fn missing(member: &str) -> Error {
    let message = format!("The request must contain the parameter {member}");
    Error::invalid(NetworkReason::Missing, message)
}

/// What EC2 does and Tegata does not.
pub(super) fn not_supported(what: &str) -> Error {
    let message = format!("{what} is not supported by Tegata. Leave it out.");
    Error::invalid(NetworkReason::NotSupported, message)
}

/// Ends a dry run: the caller is known to be allowed by now.
pub(super) fn end_dry_run(dry_run: Option<bool>) -> Result<(), Error> {
    match dry_run {
        Some(true) => {
            let message = "Request would have succeeded, but DryRun flag is set.";
            Err(Error::conflict(NetworkReason::DryRun, message))
        }
        _ => Ok(()),
    }
}
