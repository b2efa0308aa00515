//! From refusals to Route 53's codes.

use tegata_operations::reason::{Reason, ZoneReason};
use tegata_operations::{Error, Kind};

/// HTTP status and code of a refusal.
pub(crate) fn code(error: &Error) -> (u16, &'static str) {
    match error.reason() {
        Reason::Zone(reason) => of_zone(reason),
        Reason::Access(_)
        | Reason::Certificate(_)
        | Reason::Event(_)
        | Reason::Instance(_)
        | Reason::LoadBalancing(_)
        | Reason::Network(_)
        | Reason::Placement(_)
        | Reason::Replacement(_) => by_kind(error.kind()),
    }
}

pub(crate) fn of_zone(reason: ZoneReason) -> (u16, &'static str) {
    use ZoneReason as R;
    match reason {
        R::ConflictingDomain => (400, "ConflictingDomainExists"),
        R::DnssecNotFound => (400, "DNSSECNotFound"),
        R::HostedZoneExists => (409, "HostedZoneAlreadyExists"),
        R::HostedZoneNotEmpty => (400, "HostedZoneNotEmpty"),
        R::HostedZoneNotPrivate => (400, "HostedZoneNotPrivate"),
        R::InvalidChangeBatch => (400, "InvalidChangeBatch"),
        R::InvalidDomainName => (400, "InvalidDomainName"),
        R::InvalidInput => (400, "InvalidInput"),
        R::NoDelegationSet => (400, "DelegationSetNotAvailable"),
        R::NoSuchChange => (404, "NoSuchChange"),
        R::NoSuchCidrCollection => (404, "NoSuchCidrCollectionException"),
        R::NoSuchDelegationSet => (400, "NoSuchDelegationSet"),
        R::NoSuchGeoLocation => (404, "NoSuchGeoLocation"),
        R::NoSuchHealthCheck => (404, "NoSuchHealthCheck"),
        R::NoSuchHostedZone => (404, "NoSuchHostedZone"),
        R::NoSuchKeySigningKey => (404, "NoSuchKeySigningKey"),
        R::NoSuchQueryLoggingConfig => (404, "NoSuchQueryLoggingConfig"),
        R::NoSuchTrafficPolicy => (404, "NoSuchTrafficPolicy"),
        R::NoSuchTrafficPolicyInstance => (404, "NoSuchTrafficPolicyInstance"),
        R::VpcAssociationNotFound => (404, "VPCAssociationNotFound"),
        R::VpcAuthorizationNotFound => (404, "VPCAssociationAuthorizationNotFound"),
    }
}

fn by_kind(kind: Kind) -> (u16, &'static str) {
    match kind {
        Kind::Invalid | Kind::Conflict => (400, "InvalidInput"),
        Kind::NotFound => (404, "NoSuchHostedZone"),
        Kind::LimitExceeded => (400, "LimitsExceeded"),
        Kind::Denied => (403, "AccessDenied"),
        Kind::Throttled => (400, "Throttling"),
        Kind::Unavailable => (503, "ServiceUnavailable"),
        Kind::Internal => (500, "InternalError"),
    }
}
