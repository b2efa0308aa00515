//! The one table from refusals to Route 53's codes.

use tegata_operations::{Error, Kind};

/// HTTP status and code of a refusal.
pub(crate) fn code(error: &Error) -> (u16, &'static str) {
    match error.reason() {
        "no-such-hosted-zone" => (404, "NoSuchHostedZone"),
        "no-such-change" => (404, "NoSuchChange"),
        "hosted-zone-exists" => (409, "HostedZoneAlreadyExists"),
        "conflicting-domain" => (400, "ConflictingDomainExists"),
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
