//! From refusals to STS's codes (STS API Reference, "Common Errors"). Nothing it answers has a code of its own.

use tegata_operations::{Error, Kind};

/// HTTP status and code of a refusal.
pub(crate) fn code(error: &Error) -> (u16, &'static str) {
    match error.kind() {
        Kind::Invalid | Kind::NotFound | Kind::Conflict | Kind::LimitExceeded => (400, "ValidationError"),
        Kind::Denied => (403, "AccessDenied"),
        Kind::Throttled => (400, "Throttling"),
        Kind::Unavailable => (503, "ServiceUnavailable"),
        Kind::Internal => (500, "InternalFailure"),
    }
}
