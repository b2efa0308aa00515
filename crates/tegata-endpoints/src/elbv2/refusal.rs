//! From refusals to ELB's codes.

use tegata_operations::reason::{LoadBalancingReason, Reason};
use tegata_operations::{Error, Kind};

/// HTTP status and code of a refusal.
pub(crate) fn code(error: &Error) -> (u16, &'static str) {
    match error.reason() {
        Reason::LoadBalancing(reason) => of_load_balancing(reason),
        Reason::Access(_)
        | Reason::Certificate(_)
        | Reason::Event(_)
        | Reason::Instance(_)
        | Reason::Network(_)
        | Reason::Placement(_)
        | Reason::Replacement(_)
        | Reason::Zone(_) => by_kind(error.kind()),
    }
}

pub(crate) fn of_load_balancing(reason: LoadBalancingReason) -> (u16, &'static str) {
    use LoadBalancingReason as R;
    let code = match reason {
        R::AssociationOfSameAccount => "DeleteAssociationSameAccount",
        R::CaBundle => "InvalidCaCertificatesBundle",
        R::CaBundleNotFound => "CaCertificatesBundleNotFound",
        R::CertificateNotFound => "CertificateNotFound",
        R::CertificateUnsupported => "UnsupportedCertificate",
        R::Configuration | R::ListenerNotOpen | R::NotBuilt => "InvalidConfigurationRequest",
        R::DefaultCertificate | R::DefaultRule | R::Protected => "OperationNotPermitted",
        R::IncompatibleProtocols => "IncompatibleProtocols",
        R::ListenerAction => "InvalidLoadBalancerAction",
        R::ListenerTaken => "DuplicateListener",
        R::LoadBalancerNameTaken => "DuplicateLoadBalancerName",
        R::NoEdgeAddress => return (503, "ServiceUnavailable"),
        R::NoSuchAssociation => "AssociationNotFound",
        R::NoSuchListener => "ListenerNotFound",
        R::NoSuchLoadBalancer => "LoadBalancerNotFound",
        R::NoSuchRevocation => "RevocationIdNotFound",
        R::NoSuchRule => "RuleNotFound",
        R::NoSuchSubnet => "SubnetNotFound",
        R::NoSuchSecurityPolicy => "SSLPolicyNotFound",
        R::NoSuchTargetGroup => "TargetGroupNotFound",
        R::NoSuchTrustStore => "TrustStoreNotFound",
        R::PriorityInUse => "PriorityInUse",
        R::RepeatedTag => "DuplicateTagKeys",
        R::RevocationContent => "InvalidRevocationContent",
        R::RevocationContentNotFound => "RevocationContentNotFound",
        R::SecurityGroup => "InvalidSecurityGroup",
        R::Target => "InvalidTarget",
        R::TargetGroupInUse => "ResourceInUse",
        R::TargetGroupNameTaken => "DuplicateTargetGroupName",
        R::TargetGroupOfAnother => "TargetGroupAssociationLimit",
        R::TooManyListenerCertificates => "TooManyCertificates",
        R::TooManyListeners => "TooManyListeners",
        R::TooManyLoadBalancers => "TooManyLoadBalancers",
        R::TooManyRevokedEntries => "TooManyTrustStoreRevocationEntries",
        R::TooManyRules => "TooManyRules",
        R::TooManyTags => "TooManyTags",
        R::TooManyTargetGroups => "TooManyTargetGroups",
        R::TooManyTargetGroupsOfLoadBalancer => "TooManyUniqueTargetGroupsPerLoadBalancer",
        R::TooManyTargets => "TooManyTargets",
        R::TooManyTrustStores => "TooManyTrustStores",
        R::TrustStoreInUse => "TrustStoreInUse",
        R::TrustStoreNameTaken => "DuplicateTrustStoreName",
        R::Value => "ValidationError",
    };
    (400, code)
}

fn by_kind(kind: Kind) -> (u16, &'static str) {
    match kind {
        Kind::Invalid | Kind::NotFound | Kind::Conflict | Kind::LimitExceeded => (400, "ValidationError"),
        Kind::Denied => (403, "AccessDenied"),
        Kind::Throttled => (400, "Throttling"),
        Kind::Unavailable => (503, "ServiceUnavailable"),
        Kind::Internal => (500, "InternalFailure"),
    }
}

/// A value that breaks a rule.
pub(super) fn invalid(message: impl Into<String>) -> Error {
    Error::invalid(LoadBalancingReason::Value, message)
}

/// Something that ELB does and Tegata does not yet.
pub(super) fn not_built(what: &str, instead: &str) -> Error {
    let message = format!("{what} is not supported in this release of Tegata: {instead}");
    Error::invalid(LoadBalancingReason::NotBuilt, message)
}
