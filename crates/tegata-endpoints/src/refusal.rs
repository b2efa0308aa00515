//! Refusals on their way out: from an operation's error to what the wire carries.

use tegata_aws::WireError;
use tegata_aws::contract::{Service, Violation, validation_message};
use tegata_operations::{Error, Kind};

use crate::services::served;

/// What a caller of `service` reads of an operation's refusal. What only the log may know stays behind.
pub(crate) fn refuse(service: &Service, error: &Error, request_id: &str) -> WireError {
    if error.is_logged_by_the_store() {
        tracing::debug!(request_id, reason = error.reason(), "a request failed");
    } else if matches!(error.kind(), Kind::Internal | Kind::Unavailable) {
        tracing::error!(request_id, reason = error.reason(), error = %error.for_log(), "a request failed");
    }
    let (status, code) = (served(service).code)(error);
    WireError::new(status, code, error.message())
}

/// What a caller of `service` reads of an input against the contract.
pub(crate) fn refuse_input(service: &Service, violations: &[Violation]) -> WireError {
    WireError::new(400, served(service).invalid_input, validation_message(violations))
}
