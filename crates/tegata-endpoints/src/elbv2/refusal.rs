//! The one table from refusals to ELB's codes.

use tegata_operations::{Error, Kind};

/// HTTP status and code of a refusal.
pub(crate) fn code(error: &Error) -> (u16, &'static str) {
    let code = match error.reason() {
        "balancing-configuration" | "balancing-not-built" | "listener-not-open" => {
            "InvalidConfigurationRequest"
        }
        "balancing-protocol" => "UnsupportedProtocol",
        "certificate-not-found" => "CertificateNotFound",
        "certificate-unsupported" => "UnsupportedCertificate",
        "default-certificate" | "protected" => "OperationNotPermitted",
        "listener-action" => "InvalidLoadBalancerAction",
        "listener-taken" => "DuplicateListener",
        "load-balancer-name-taken" => "DuplicateLoadBalancerName",
        "no-such-listener" => "ListenerNotFound",
        "no-such-load-balancer" => "LoadBalancerNotFound",
        "no-such-policy" => "SSLPolicyNotFound",
        "no-such-rule" => "RuleNotFound",
        "no-such-target-group" => "TargetGroupNotFound",
        "no-such-trust-store" => "TrustStoreNotFound",
        "repeated-tag" => "DuplicateTagKeys",
        "target" => "InvalidTarget",
        "target-group-in-use" => "ResourceInUse",
        "target-group-name-taken" => "DuplicateTargetGroupName",
        "target-group-of-another" => "TargetGroupAssociationLimit",
        "too-many-balancing-tags" => "TooManyTags",
        "too-many-certificates" => "TooManyCertificates",
        "too-many-groups-per-load-balancer" => "TooManyUniqueTargetGroupsPerLoadBalancer",
        "too-many-listeners" => "TooManyListeners",
        "too-many-load-balancers" => "TooManyLoadBalancers",
        "too-many-target-groups" => "TooManyTargetGroups",
        "too-many-targets" => "TooManyTargets",
        _ => match error.kind() {
            Kind::Invalid | Kind::NotFound | Kind::Conflict | Kind::LimitExceeded => "ValidationError",
            Kind::Denied => return (403, "AccessDenied"),
            Kind::Throttled => "Throttling",
            Kind::Unavailable => return (503, "ServiceUnavailable"),
            Kind::Internal => return (500, "InternalFailure"),
        },
    };
    (400, code)
}

/// A value that breaks a rule.
pub(super) fn invalid(message: impl Into<String>) -> Error {
    Error::invalid("balancing-value", message)
}

/// Something that ELB does and Tegata does not yet.
pub(super) fn not_built(what: &str, instead: &str) -> Error {
    Error::invalid("balancing-not-built", format!("{what} is not built in this release of Tegata: {instead}"))
}
