//! Where in its life a certificate is, and why it failed, in ACM's names.

use serde::{Deserialize, Serialize};

/// Where in its life a certificate is (ACM API, `CertificateStatus`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// Some name is not proven yet, or all are and the certificate is being made.
    PendingValidation,
    /// Good to serve.
    Issued,
    /// Not proven within 72 hours.
    ValidationTimedOut,
    /// Refused by policy or CAA, or could not be made.
    Failed,
    /// `not_after` has passed.
    Expired,
    /// Revoked, which is permanent.
    Revoked,
}

/// Why a certificate or a renewal failed (ACM API, `FailureReason`; those that Tegata gives).
///
/// `ADDITIONAL_VERIFICATION_REQUIRED` is never given: Tegata has no fraud screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FailureReason {
    /// Under a suffix that this instance reserves.
    DomainNotAllowed,
    /// Under a top-level domain that this instance does not know as public.
    InvalidPublicDomain,
    /// CAA records forbid it.
    CaaError,
    /// No mailbox of the validation domain can be reached.
    NoAvailableContacts,
    /// A reader of the validation domain's mail denied it.
    DomainValidationDenied,
    /// Anything else; the event says what.
    Other,
}

impl Status {
    /// Every status.
    pub const ALL: [Status; 6] = [
        Status::PendingValidation,
        Status::Issued,
        Status::ValidationTimedOut,
        Status::Failed,
        Status::Expired,
        Status::Revoked,
    ];

    /// ACM's name, which is also the store's.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Status::PendingValidation => "PENDING_VALIDATION",
            Status::Issued => "ISSUED",
            Status::ValidationTimedOut => "VALIDATION_TIMED_OUT",
            Status::Failed => "FAILED",
            Status::Expired => "EXPIRED",
            Status::Revoked => "REVOKED",
        }
    }
}

impl FailureReason {
    /// ACM's name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            FailureReason::DomainNotAllowed => "DOMAIN_NOT_ALLOWED",
            FailureReason::InvalidPublicDomain => "INVALID_PUBLIC_DOMAIN",
            FailureReason::CaaError => "CAA_ERROR",
            FailureReason::NoAvailableContacts => "NO_AVAILABLE_CONTACTS",
            FailureReason::DomainValidationDenied => "DOMAIN_VALIDATION_DENIED",
            FailureReason::Other => "OTHER",
        }
    }
}
