//! The one table from refusals to Route 53's codes.

use tegata_operations::{Error, Kind};

/// HTTP status and code of a refusal.
pub(crate) fn code(error: &Error) -> (u16, &'static str) {
    match error.reason() {
        "no-such-hosted-zone" => (404, "NoSuchHostedZone"),
        "no-such-change" => (404, "NoSuchChange"),
        "hosted-zone-exists" => (409, "HostedZoneAlreadyExists"),
        "conflicting-domain" => (400, "ConflictingDomainExists"),
        "no-delegation-set" => (400, "DelegationSetNotAvailable"),
        "dnssec-not-found" => (400, "DNSSECNotFound"),
        "hosted-zone-not-private" => (400, "HostedZoneNotPrivate"),
        "no-such-cidr-collection" => (404, "NoSuchCidrCollectionException"),
        "no-such-delegation-set" => (400, "NoSuchDelegationSet"),
        "no-such-geo-location" => (404, "NoSuchGeoLocation"),
        "no-such-health-check" => (404, "NoSuchHealthCheck"),
        "no-such-key-signing-key" => (404, "NoSuchKeySigningKey"),
        "no-such-query-logging-config" => (404, "NoSuchQueryLoggingConfig"),
        "no-such-traffic-policy" => (404, "NoSuchTrafficPolicy"),
        "no-such-traffic-policy-instance" => (404, "NoSuchTrafficPolicyInstance"),
        "vpc-association-not-found" => (404, "VPCAssociationNotFound"),
        "vpc-authorization-not-found" => (404, "VPCAssociationAuthorizationNotFound"),
        "hosted-zone-not-empty" => (400, "HostedZoneNotEmpty"),
        "invalid-change-batch" => (400, "InvalidChangeBatch"),
        "invalid-domain-name" => (400, "InvalidDomainName"),
        _ => match error.kind() {
            Kind::Invalid | Kind::Conflict => (400, "InvalidInput"),
            Kind::NotFound => (404, "NoSuchHostedZone"),
            Kind::LimitExceeded => (400, "LimitsExceeded"),
            Kind::Denied => (403, "AccessDenied"),
            Kind::Throttled => (400, "Throttling"),
            Kind::Unavailable => (503, "ServiceUnavailable"),
            Kind::Internal => (500, "InternalError"),
        },
    }
}
