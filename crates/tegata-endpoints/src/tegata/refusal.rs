//! From refusals to the codes of Tegata's own service, which tell kinds apart and leave the rest to the message.

use tegata_operations::{Error, Kind};

/// HTTP status and code of a refusal.
pub(crate) fn code(error: &Error) -> (u16, &'static str) {
    match error.kind() {
        Kind::Invalid => (400, "ValidationException"),
        Kind::NotFound => (400, "ResourceNotFoundException"),
        Kind::Conflict => (400, "ConflictException"),
        Kind::LimitExceeded => (400, "LimitExceededException"),
        Kind::Denied => (400, "AccessDeniedException"),
        Kind::Throttled => (400, "ThrottlingException"),
        Kind::Unavailable => (503, "ServiceUnavailableException"),
        Kind::Internal => (500, "InternalServerException"),
    }
}
