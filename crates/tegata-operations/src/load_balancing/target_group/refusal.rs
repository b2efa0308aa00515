//! The model's refusals of target groups and targets in the words of ELB.

use tegata_model::load_balancing::target::{
    PER_GROUP_MAX, PER_REQUEST_MAX, RegistrationRefused, TargetNamed,
};
use tegata_model::load_balancing::target_group::{CreationRefused, HealthCheckRefused, PER_TENANT_MAX};

use crate::Error;
use crate::instance::target_rules::TargetRefused;
use crate::load_balancing::load_balancer::refusal::{invalid, name, tags};
use crate::reason::LoadBalancingReason;

pub(super) fn creation(refused: CreationRefused, name: &str) -> Error {
    match refused {
        CreationRefused::Name(refused) => self::name("Target group name", name, refused),
        CreationRefused::NoProtocol => invalid("A protocol must be specified"),
        CreationRefused::VersionWithoutHttp { protocol } => invalid(format!(
            "Protocol version cannot be specified for target groups with protocol '{}'",
            protocol.as_str()
        )),
        CreationRefused::NoPort => invalid("A port must be specified"),
        CreationRefused::NoVpc => invalid("A VPC ID must be specified"),
        CreationRefused::HealthCheck(refused) => health_check(refused),
        CreationRefused::Taken => Error::conflict(
            LoadBalancingReason::TargetGroupNameTaken,
            format!("A target group with the same name '{name}' exists, but with different settings"),
        ),
        CreationRefused::TooMany => Error::limit_exceeded(
            LoadBalancingReason::TooManyTargetGroups,
            format!("The maximum number of target groups has been reached: {PER_TENANT_MAX}"),
        ),
        CreationRefused::Tags(refused) => tags(refused),
    }
}

pub(super) fn health_check(refused: HealthCheckRefused) -> Error {
    invalid(match refused {
        HealthCheckRefused::Disabled => {
            "Health check enabled must be true for target groups with target type 'instance' or 'ip'"
                .to_owned()
        }
        HealthCheckRefused::Port { port } => {
            format!("Health check port '{port}' must be 'traffic-port' or in the range '1-65535'")
        }
        HealthCheckRefused::Path { path } => format!(
            "Health check path '{path}' must begin with a '/' character, and can only contain printable ASCII characters, without spaces"
        ),
        HealthCheckRefused::Matcher { matcher } => format!(
            "Health check matcher HTTP code '{matcher}' must be a list of codes or ranges of codes within '200-499', or within '200-599' for target groups of network load balancers, such as '200,301-302'"
        ),
        HealthCheckRefused::Protocol { protocol, permitted } => format!(
            "Health check protocol '{}' must be one of '{}'",
            protocol.as_str(),
            permitted.join(", ")
        ),
        HealthCheckRefused::OfHttp { what } => {
            format!("Health check {what} cannot be specified for health checks with protocol 'TCP'")
        }
        HealthCheckRefused::GrpcMatcher { matcher } => format!(
            "Health check matcher gRPC code '{matcher}' must be a list of codes or ranges of codes within '0-99', such as '0,12'"
        ),
        HealthCheckRefused::MatcherOfOtherVersion => {
            "Health check matcher gRPC codes are for target groups with protocol version 'GRPC', and HTTP codes for the others"
                .to_owned()
        }
        HealthCheckRefused::Timeout { timeout, interval } => {
            format!("Health check timeout '{timeout}' must be smaller than the interval '{interval}'")
        }
    })
}

pub(super) fn registration(refused: RegistrationRefused) -> Error {
    match refused {
        RegistrationRefused::Address { id } => {
            invalid(format!("The IP address '{id}' is not the address of one host"))
        }
        RegistrationRefused::Family { id } => {
            invalid(format!("The IP address '{id}' is not of the target group's IP address type"))
        }
        RegistrationRefused::Instance { id } => invalid(format!("Instance ID '{id}' is not valid")),
        RegistrationRefused::UnknownInstance { id } => Error::invalid(
            LoadBalancingReason::Target,
            format!(
                "The following targets are not known: '{id}'. Set the address of the instance with the \
                 setting `instances`, or register the address in a target group with target type 'ip'"
            ),
        ),
        RegistrationRefused::TooMany => Error::limit_exceeded(
            LoadBalancingReason::TooManyTargets,
            format!(
                "A target group takes up to '{PER_GROUP_MAX}' targets, and a request up to '{PER_REQUEST_MAX}' of them"
            ),
        ),
        RegistrationRefused::None => invalid("At least one target must be specified"),
    }
}

/// An address that a target cannot have here: `InvalidTarget` on the wire.
pub(super) fn address(refused: &TargetRefused) -> Error {
    Error::invalid(
        LoadBalancingReason::Target,
        format!("The following targets cannot be registered: {refused}"),
    )
}

pub(super) fn some(requests: &[TargetNamed]) -> Result<(), Error> {
    match requests.len() {
        0 => Err(registration(RegistrationRefused::None)),
        1..=PER_REQUEST_MAX => Ok(()),
        _ => Err(registration(RegistrationRefused::TooMany)),
    }
}
