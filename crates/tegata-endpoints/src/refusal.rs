//! Refusals on their way out: from an operation's error to what the wire carries.

use tegata_aws::WireError;
use tegata_aws::contract::{Violation, validation_message};
use tegata_operations::{Error, Kind};

use crate::services::Served;

/// A refusal, and who has to do something about it.
#[derive(Debug)]
pub(crate) struct Refusal {
    /// Who has to do something about it.
    pub(crate) kind: Kind,
    /// What the caller reads.
    pub(crate) wire: WireError,
}

/// What a caller of a service reads of an operation's refusal. What only the log may know stays behind.
pub(crate) fn refuse(served: &Served, error: &Error, request_id: &str) -> Refusal {
    let reason = error.reason().as_str();
    if error.is_logged_by_the_store() {
        tracing::debug!(request_id, reason, "a request failed");
    } else if matches!(error.kind(), Kind::Internal | Kind::Unavailable) {
        tracing::error!(request_id, reason, error = %error.for_log(), "a request failed");
    }
    let (status, code) = (served.code)(error);
    Refusal { kind: error.kind(), wire: WireError::new(status, code, error.message()) }
}

/// What a caller of a service reads of an input against the contract.
pub(crate) fn refuse_input(served: &Served, violations: &[Violation]) -> Refusal {
    let wire = WireError::new(400, served.invalid_input, validation_message(violations));
    Refusal { kind: Kind::Invalid, wire }
}
