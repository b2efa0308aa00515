//! The one table from refusals to ACM's codes.

use tegata_operations::{Error, Kind};

/// HTTP status and code of a refusal.
pub(crate) fn code(error: &Error) -> (u16, &'static str) {
    let code = match error.reason() {
        "validation-option" => "InvalidDomainValidationOptionsException",
        "tag-quota" => "ServiceQuotaExceededException",
        "too-many-tags" => "TooManyTagsException",
        "next-token" => "InvalidArgsException",
        "invalid-arn" => "InvalidArnException",
        "not-by-mail" | "not-updatable" => "InvalidStateException",
        "in-use" => "ResourceInUseException",
        "request-in-progress" => "RequestInProgressException",
        _ => match error.kind() {
            Kind::Invalid => "ValidationException",
            Kind::NotFound => "ResourceNotFoundException",
            Kind::Conflict => "ConflictException",
            Kind::LimitExceeded => "LimitExceededException",
            Kind::Denied => "AccessDeniedException",
            Kind::Throttled => "ThrottlingException",
            Kind::Unavailable => return (503, "ServiceUnavailableException"),
            Kind::Internal => return (500, "InternalServerException"),
        },
    };
    (400, code)
}
