//! Refusals on their way out: from an operation's error to what the wire carries.

use tegata_aws::WireError;
use tegata_aws::contract::{Service, Violation, validation_message};
use tegata_operations::{Error, Kind};

/// What a caller of `service` reads of an operation's refusal. What only the log may know stays behind.
pub(crate) fn refuse(service: &Service, error: &Error, request_id: &str) -> WireError {
    if error.is_logged_by_the_store() {
        tracing::debug!(request_id, reason = error.reason(), "a request failed");
    } else if matches!(error.kind(), Kind::Internal | Kind::Unavailable) {
        let source = error.log_source().map(ToString::to_string);
        tracing::error!(request_id, reason = error.reason(), %error, source, "a request failed");
    }
    let (status, code) = match service.name {
        "acm" => crate::acm::code(error),
        "elbv2" => crate::elbv2::code(error),
        "route53" => crate::route53::code(error),
        _ => crate::tegata::code(error),
    };
    WireError::new(status, code, error.message())
}

/// What a caller of `service` reads of an input against the contract.
pub(crate) fn refuse_input(service: &Service, violations: &[Violation]) -> WireError {
    let code = match service.name {
        "elbv2" => "ValidationError",
        "route53" => "InvalidInput",
        _ => "ValidationException",
    };
    WireError::new(400, code, validation_message(violations))
}
